/**
 * What a run did, how long it took and what it measured, as records that are written as JSON and as text for people.
 */
@NullMarked
package io.petaforge.report;

import org.jspecify.annotations.NullMarked;
