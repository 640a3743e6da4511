/**
 * From a goal to hardware: what could be bought is turned into options, each the least that meets the goal, set side by
 * side, with the reason for the one that is recommended. And from hardware to a goal: what is missing.
 */
@NullMarked
package io.petaforge.storage.sizing;

import org.jspecify.annotations.NullMarked;
