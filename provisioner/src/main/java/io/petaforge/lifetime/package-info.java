/**
 * Clusters that end by themselves: when, who decides it, and the timer on every machine that sees to it. Only substrates whose
 * machines petaforge may switch off have such clusters.
 */
@NullMarked
package io.petaforge.lifetime;

import org.jspecify.annotations.NullMarked;
