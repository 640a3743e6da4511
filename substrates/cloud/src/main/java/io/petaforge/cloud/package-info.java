/**
 * Machines that a cloud gives. What every cloud needs is here: a record that is written before anything is asked for, keys
 * that go into user data, requests side by side, failures by what they mean. Each cloud is a package of its own; nothing of
 * jclouds leaves this module.
 */
@NullMarked
package io.petaforge.cloud;

import org.jspecify.annotations.NullMarked;
