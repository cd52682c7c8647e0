package dev.mooring.debug.subject;

import dev.mooring.document.Document;

/// Under which user, and with which capabilities, a debug container runs.
///
/// @param context the container's `securityContext`
/// @param tracer whether it may trace whatever the user
/// @param words "root with SYS_PTRACE", "uid 1000, gid 0"
public record Privileges(Document context, boolean tracer, String words) {}
