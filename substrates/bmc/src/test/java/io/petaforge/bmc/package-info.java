/** Tests of controllers: against recorded output, and against real servers on this machine. */
package io.petaforge.bmc;
