/**
 * The one contract: a step names the facts it needs and a pure function from plan and facts to actions; the engine
 * gathers, compares, acts and gathers again.
 */
@NullMarked
package io.petaforge.step;

import org.jspecify.annotations.NullMarked;
