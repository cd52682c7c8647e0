package dev.mooring.mesh;

import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import java.util.Optional;

/// A port of a Service that the laptops' entrance passes on to, as the ServiceEntry says that makes
/// the entrance do so.
///
/// @param name the Service's
/// @param portName of the Service's port; empty where it has none
/// @param account whom its pods run as, and who must answer
/// @param protocol what the port declares, as Istio writes it; empty where it declares nothing
public record OfferedService(
    String namespace,
    String name,
    int port,
    String portName,
    ServiceAccount account,
    String protocol) {
  /// Names of all such services end so. The entrance passes on what its own namespace has of them.
  public static final String DOMAIN = "mesh.mooring.internal";

  /// Marks its objects in the entrance's namespace, with the Service's name.
  public static final String LABEL = "mooring.dev/mesh-service";

  public static final String ACCOUNT = "mooring.dev/account";
  public static final String PROTOCOL = "mooring.dev/protocol";
  public static final String PORT_NAME = "mooring.dev/port-name";

  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";

  /// The TLS server name by which laptops ask the entrance for it.
  public String host() {
    return port + "." + name + "." + namespace + "." + DOMAIN;
  }

  /// "svc/hello port 80 in shop".
  public String words() {
    return Messages.of("service-port-in", "svc/" + name, port, namespace);
  }

  /// @param text a number or a name
  boolean hasPort(String text) {
    return text.equals(Integer.toString(port)) || (!portName.isEmpty() && text.equals(portName));
  }

  /// Empty for an object that is none, or says what makes no sense.
  public static Optional<OfferedService> read(KubeObject entry) {
    String[] host =
        entry.at("spec", "hosts").texts().stream().findFirst().orElse("").split("\\.", 4);
    String account = entry.annotations().getOrDefault(ACCOUNT, "");
    boolean whole =
        host.length == 4
            && host[3].equals(DOMAIN)
            && host[0].matches("[1-9][0-9]{0,4}")
            && host[1].matches(NAME)
            && host[2].matches(NAME)
            && account.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    return whole
        ? Optional.of(
            new OfferedService(
                host[2],
                host[1],
                Integer.parseInt(host[0]),
                entry.annotations().getOrDefault(PORT_NAME, ""),
                new ServiceAccount(host[2], account),
                entry.annotations().getOrDefault(PROTOCOL, "")))
        : Optional.empty();
  }
}
