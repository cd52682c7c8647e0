package dev.mooring.forward;

import java.time.Duration;
import java.time.Instant;

/// An HTTP/1.x request that went through a forward, without headers and bodies.
///
/// @param path without the query, which may hold secrets
/// @param status 0 where the connection ended before an answer
/// @param took from the request's first byte to the answer's last
/// @param size of the answer's body in bytes
public record HttpRequest(
    Instant at, String method, String path, int status, Duration took, long size) {}
