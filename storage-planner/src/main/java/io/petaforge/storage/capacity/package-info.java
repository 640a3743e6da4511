/** What a shape holds: the true arithmetic from raw bytes to the users', with every deduction shown. */
@NullMarked
package io.petaforge.storage.capacity;

import org.jspecify.annotations.NullMarked;
