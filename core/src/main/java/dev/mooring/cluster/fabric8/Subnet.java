package dev.mooring.cluster.fabric8;

import java.net.InetAddress;

/// Whether an address lies in a range written as `10.0.0.0/8`.
final class Subnet {
  private Subnet() {}

  static boolean contains(String range, String address) {
    int slash = range.indexOf('/');
    if (slash < 0) {
      return false;
    }
    try {
      byte[] net = InetAddress.ofLiteral(range.substring(0, slash)).getAddress();
      byte[] host = InetAddress.ofLiteral(address).getAddress();
      int bits = Integer.parseInt(range.substring(slash + 1));
      if (net.length != host.length || bits < 0 || bits > net.length * 8) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if ((net[i / 8] & mask) != (host[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
