/**
 * Predicts what a shape delivers and how long it repairs itself, each with the component that sets the limit. The model is
 * arithmetic over a few published parameters, all in {@link io.petaforge.storage.predict.ModelParameters}.
 */
@NullMarked
package io.petaforge.storage.predict;

import org.jspecify.annotations.NullMarked;
