/** What a cluster is made of, as kinds and counts rather than single machines: the planner's models work on these. */
@NullMarked
package io.petaforge.storage.hardware;

import org.jspecify.annotations.NullMarked;
