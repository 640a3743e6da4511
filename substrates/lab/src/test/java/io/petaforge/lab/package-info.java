/** Tests of the lab. */
package io.petaforge.lab;
