package dev.mooring.mesh;

import dev.mooring.document.Document;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// A connected registry as the settings remember it.
///
/// @param context the kubeconfig context it belongs to
/// @param port the local port that was asked for; 0 for any free one
record SavedRegistry(String context, RegistryPlace registry, int port) {

  private static final String MESH = "mesh";
  private static final String TOKENS = "tokens";
  private static final String PLAIN = "plain";

  /// @throws MooringException when it makes no sense
  static SavedRegistry read(Document entry) {
    String context = entry.at("context").textOrEmpty();
    int port = port(entry.at("localPort"), 0);
    String address = entry.at("address").textOrEmpty();
    if (!address.isEmpty()) {
      return new SavedRegistry(
          context, new RegistryAddress(uri(address), entry.at("authorities").textOrEmpty()), port);
    }
    return new SavedRegistry(context, inCluster(entry), port);
  }

  private static RegistryPlace inCluster(Document entry) {
    String namespace = label(entry.at("namespace"), "");
    String deployment = label(entry.at("deployment"), "");
    int port = port(entry.at("port"), -1);
    if (port < 1) {
      throw unreadable(Messages.of("it-names-no-registry-and-no"));
    }
    return switch (entry.at("protection").text().orElse(MESH)) {
      case MESH ->
          new RegistryLocation(
              namespace,
              deployment,
              port,
              account(entry),
              label(entry.at("entrance"), Entrance.NAMESPACE));
      case TOKENS ->
          new RegistryDoor(
              namespace,
              deployment,
              port,
              account(entry),
              label(entry.at("audience"), RegistryDoor.AUDIENCE));
      case PLAIN -> new PlainRegistry(namespace, deployment, port);
      default -> throw unreadable(Messages.of("a-newer-mooring-saved-it"));
    };
  }

  private static ServiceAccount account(Document entry) {
    return new ServiceAccount(
        label(entry.at("account", "namespace"), ""), label(entry.at("account", "name"), ""));
  }

  private static String label(Document value, String otherwise) {
    String text = value.text().orElse(otherwise);
    if (!text.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
      throw unreadable(Messages.of("it-names-no-registry-and-no"));
    }
    return text;
  }

  private static int port(Document value, int otherwise) {
    long port = value.integer().orElse((long) otherwise);
    return port >= 0 && port <= 65_535 ? (int) port : otherwise;
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw unreadable(Messages.of("its-url-is-invalid"));
    }
  }

  private static MooringException unreadable(String why) {
    return new Problem(
            Code.DOCUMENT_UNREADABLE,
            Messages.of("cannot-read-a-saved-registry"),
            why,
            new Remedy.Advice(Messages.of("connect-to-it-again")))
        .raise();
  }

  /// As [#read] reads it.
  Document write() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("context", context);
    entry.put("localPort", port);
    switch (registry) {
      case RegistryLocation in -> {
        place(entry, in);
        entry.put("entrance", in.entranceNamespace());
        account(entry, in.account());
      }
      case RegistryDoor door -> {
        place(entry, door);
        entry.put("protection", TOKENS);
        entry.put("audience", door.audience());
        account(entry, door.account());
      }
      case PlainRegistry plain -> {
        place(entry, plain);
        entry.put("protection", PLAIN);
      }
      case RegistryAddress at -> {
        entry.put("address", at.address().toString());
        entry.put("authorities", at.authorities());
      }
    }
    return Document.of(entry);
  }

  private static void place(Map<String, Object> entry, RegistryPlace.InCluster in) {
    entry.put("namespace", in.namespace());
    entry.put("deployment", in.deployment());
    entry.put("port", in.port());
  }

  private static void account(Map<String, Object> entry, ServiceAccount account) {
    entry.put("account", Map.of("namespace", account.namespace(), "name", account.name()));
  }
}
