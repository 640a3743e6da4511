@org.jspecify.annotations.NullMarked
package io.petaforge.fixed;
