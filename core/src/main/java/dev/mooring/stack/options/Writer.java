package dev.mooring.stack.options;

import java.util.List;

/// A workload identity that may push.
///
/// @param repositories prefixes with a star at the end, or `*` for all: "ana/*"
public record Writer(String name, String namespace, String account, List<String> repositories) {}
