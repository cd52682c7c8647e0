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

  /// @throws MooringException when it makes no sense
  static SavedRegistry read(Document entry) {
    String context = entry.at("context").textOrEmpty();
    int port = port(entry.at("localPort"), 0);
    String address = entry.at("address").textOrEmpty();
    if (!address.isEmpty()) {
      return new SavedRegistry(
          context, new RegistryAddress(uri(address), entry.at("authorities").textOrEmpty()), port);
    }
    ServiceAccount account =
        new ServiceAccount(
            entry.at("account", "namespace").textOrEmpty(),
            entry.at("account", "name").textOrEmpty());
    RegistryLocation location =
        new RegistryLocation(
            entry.at("namespace").textOrEmpty(),
            entry.at("deployment").textOrEmpty(),
            port(entry.at("port"), -1),
            account,
            entry.at("entrance").text().orElse(Entrance.NAMESPACE));
    boolean named =
        label(location.namespace())
            && label(location.deployment())
            && label(location.entranceNamespace())
            && label(account.namespace())
            && label(account.name());
    if (!named || location.port() < 1) {
      throw unreadable(Messages.of("it-names-no-registry-and-no"));
    }
    return new SavedRegistry(context, location, port);
  }

  private static boolean label(String text) {
    return text.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
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
        entry.put("namespace", in.namespace());
        entry.put("deployment", in.deployment());
        entry.put("port", in.port());
        entry.put("entrance", in.entranceNamespace());
        entry.put(
            "account", Map.of("namespace", in.account().namespace(), "name", in.account().name()));
      }
      case RegistryAddress at -> {
        entry.put("address", at.address().toString());
        entry.put("authorities", at.authorities());
      }
    }
    return Document.of(entry);
  }
}
