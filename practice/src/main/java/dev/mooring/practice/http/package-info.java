/// A small HTTP/1.1 server on virtual threads: watches, upgrades and TLS that must share one port.
@NullMarked
package dev.mooring.practice.http;

import org.jspecify.annotations.NullMarked;
