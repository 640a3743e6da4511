/**
 * The commands. The only place that knows drivers and services by name ({@link io.petaforge.cli.Wiring}), prints, and
 * turns failures into exit codes.
 */
@NullMarked
package io.petaforge.cli;

import org.jspecify.annotations.NullMarked;
