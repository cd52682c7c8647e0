/// The way to a registry: connections, logins, retries, and what a refusal means.
@NullMarked
package dev.mooring.registry.http;

import org.jspecify.annotations.NullMarked;
