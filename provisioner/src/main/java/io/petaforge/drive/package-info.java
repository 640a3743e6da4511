/**
 * What is on a drive, and whether it may be used. Every step that puts something on a drive asks here, so that one
 * judgement protects them all.
 */
@NullMarked
package io.petaforge.drive;

import org.jspecify.annotations.NullMarked;
