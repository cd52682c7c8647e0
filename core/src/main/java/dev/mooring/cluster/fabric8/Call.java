package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One request to the API server as the user would name it, and where it goes.
///
/// @param verb as in an RBAC rule
/// @param namespace empty for kinds of the cluster itself and for all namespaces
/// @param name empty for many
record Call(String verb, Kind kind, String subresource, String namespace, String name) {
  /// Stands for the API server itself.
  private static final Kind SERVER = new Kind("", "v1", "server", "version", false);

  /// The cheapest question there is, of no object.
  static Call server(String cluster) {
    return new Call("get", SERVER, "", "", cluster);
  }

  static Call of(String verb, Kind kind, @Nullable String namespace, String name) {
    return new Call(verb, kind, "", kind.namespaced() && namespace != null ? namespace : "", name);
  }

  /// The same object, asked for something else.
  Call as(String other) {
    return new Call(other, kind, subresource, namespace, name);
  }

  Call sub(String part) {
    return new Call(verb, kind, part, namespace, name);
  }

  String path() {
    StringBuilder path = new StringBuilder(kind.group().isEmpty() ? "/api/" : "/apis/");
    if (!kind.group().isEmpty()) {
      path.append(segment(kind.group())).append('/');
    }
    path.append(segment(kind.version()));
    if (!namespace.isEmpty()) {
      path.append("/namespaces/").append(segment(namespace));
    }
    path.append('/').append(segment(kind.plural()));
    if (!name.isEmpty()) {
      path.append('/').append(segment(name));
    }
    if (!subresource.isEmpty()) {
      path.append('/').append(segment(subresource));
    }
    return path.toString();
  }

  /// "Deployment kube-registry/kube-registry", "the Pods in dev-ana".
  String object() {
    if (name.isEmpty()) {
      return namespace.isEmpty()
          ? Messages.of("in-all-namespaces", kind.plural())
          : Messages.of("in-namespace", kind.plural(), namespace);
    }
    return kind.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }

  String what() {
    if (kind.equals(SERVER)) {
      return Messages.of("cannot-reach-the-cluster", name);
    }
    String object = subresource.isEmpty() ? object() : Messages.of("of", subresource, object());
    return switch (verb) {
      case "get" -> Messages.of("cannot-read", object);
      case "list" -> Messages.of("cannot-list", object);
      case "watch" -> Messages.of("cannot-watch", object);
      case "delete" -> Messages.of("cannot-delete", object);
      case "create" -> Messages.of("cannot-create", object);
      default -> Messages.of("cannot-change", object);
    };
  }

  AccessRequest right() {
    String resource = kind.plural() + (subresource.isEmpty() ? "" : "/" + subresource);
    return new AccessRequest(verb, kind.group(), resource, namespace, "");
  }

  static String segment(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("not a name: \"" + text + "\"");
    }
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
