package dev.mooring.stack.options;

import java.util.regex.Pattern;

/// A host outside of the cluster that builders may reach.
///
/// @param name its DNS name
/// @param inside whether it may be at an address of a private network
public record EgressHost(String name, boolean inside) {
  /// Ends the text of one that may be at a private address.
  public static final String INSIDE = "/private";
  private static final Pattern NUMBER = Pattern.compile(".*(^|\\.)[0-9]+");

  /// @param text "github.com", or "git.corp.example/private"
  /// @throws dev.mooring.problem.MooringException when it is no name of a host
  static EgressHost parse(String text) {
    boolean inside = text.endsWith(INSIDE);
    String name = inside ? text.substring(0, text.length() - INSIDE.length()) : text;
    Names.subdomain(Messages.of("egress-host"), name);
    if (!name.contains(".") || NUMBER.matcher(name).matches()) {
      throw Names.refused(
          Messages.of("egress-host"), name, Messages.of("write-a-dns-name-such-as-github"));
    }
    return new EgressHost(name, inside);
  }
}
