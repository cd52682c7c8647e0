package dev.mooring.forward;

import java.net.InetAddress;
import java.util.List;

/// A forward as the user keeps it.
///
/// @param name how the user calls it; unique in the list: "api"
/// @param addresses loopback addresses to listen on; empty for 127.0.0.1 and ::1
/// @param localPort 0 for any free one
public record ForwardSpec(String name, Target target, List<InetAddress> addresses, int localPort) {}
