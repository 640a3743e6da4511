/**
 * What petaforge keeps on the operator's machine for each cluster: the accepted plan, secrets, the lock, the
 * journal and reports. The hosts are the truth; this is never consulted for what they are.
 */
@NullMarked
package io.petaforge.state;

import org.jspecify.annotations.NullMarked;
