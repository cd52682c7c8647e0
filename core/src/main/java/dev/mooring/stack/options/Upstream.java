package dev.mooring.stack.options;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The registry that a cache pulls from.
///
/// @param address its origin, such as https://registry-1.docker.io
public record Upstream(URI address) {
  private static final String HUB = "registry-1.docker.io";
  private static final Set<String> OF_HUB = Set.of("docker.io", "index.docker.io");

  /// Labels under a country's, below which anybody can have a name.
  private static final int SHORT = 3;

  /// @param address with a scheme and without a path; Docker Hub by any of its names
  /// @throws dev.mooring.problem.MooringException when it is none
  static Upstream parse(String address) {
    Names.origin(Messages.of("registry-to-cache"), address);
    URI given = URI.create(address);
    if (given.getHost() == null) {
      throw Names.refused(
          Messages.of("registry-to-cache"), address, Messages.of("write-an-address-such-as-https"));
    }
    String host = given.getHost().toLowerCase(Locale.ROOT);
    if (OF_HUB.contains(host)) {
      return new Upstream(URI.create(given.getScheme() + "://" + HUB));
    }
    return new Upstream(
        URI.create(
            given.getScheme() + "://" + host + (given.getPort() < 0 ? "" : ":" + given.getPort())));
  }

  /// As image names have it: "docker.io", "registry.example:5000".
  public String name() {
    return host().equals(HUB) ? "docker.io" : authority();
  }

  private String host() {
    return address.getHost();
  }

  String authority() {
    return address.getRawAuthority();
  }

  public boolean encrypted() {
    return address.getScheme().equals("https");
  }

  public int port() {
    return address.getPort() >= 0 ? address.getPort() : encrypted() ? 443 : 80;
  }

  /// Whether nobody outside of the cluster is on the way to it, as far as its name tells.
  ///
  /// @param domain what the names of the cluster's services end with
  public boolean isInside(String domain) {
    return host().endsWith(".svc")
        || host().endsWith(".svc." + domain)
        || host().equals("localhost")
        || host().matches("127(\\.\\d{1,3}){3}");
  }

  /// The hosts that are told its login, as patterns of a shell's `case`: itself, and those of its
  /// own site that issue its tokens. The registry program asks for whichever host an answer names.
  public List<String> trusted(String domain) {
    String site = site();
    return isInside(domain) || site.isEmpty()
        ? List.of(authority())
        : List.of(authority(), site, "*." + site);
  }

  /// "docker.io" of registry-1.docker.io; empty where it cannot be told.
  private String site() {
    String[] labels = host().split("\\.", -1);
    int last = labels.length - 1;
    if (labels.length < 2 || labels[last].matches("\\d+")) {
      return "";
    }
    boolean shared = labels[last].length() == 2 && labels[last - 1].length() <= SHORT;
    int from = Math.max(0, shared ? last - 2 : last - 1);
    return shared && labels.length < SHORT
        ? ""
        : String.join(".", List.of(labels).subList(from, labels.length));
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
