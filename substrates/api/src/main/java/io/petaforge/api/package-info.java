/**
 * The nouns that every module shares: machines and their hardware, sizes and rates, problems, and what a substrate
 * can do. Pure data; nothing here opens a connection.
 */
@NullMarked
package io.petaforge.api;

import org.jspecify.annotations.NullMarked;
