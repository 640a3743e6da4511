/**
 * The configuration of a network boot server for machines that petaforge has installed by somebody else: DHCP and TFTP by
 * dnsmasq, Ubuntu's installer with the answers of each machine. Pure: texts in, texts out.
 */
@org.jspecify.annotations.NullMarked
package io.petaforge.netboot;
