package dev.mooring.forward;

import dev.mooring.cluster.Kind;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a forward leads to. A port is a number or a name, as in a Service or a container.
public sealed interface Target {

  /// What kubectl takes after `-l`; the API server judges the rest.
  Pattern LABELS = Pattern.compile("[A-Za-z0-9./_!-]{1,300}\\s*(=|==|!=|\\s(in|notin)\\s).{0,700}");

  String namespace();

  String name();

  String port();

  /// Any ready pod of a Service; `port` is one of the Service's.
  record Service(String namespace, String name, String port) implements Target {}

  /// Any ready pod of a Deployment, StatefulSet, DaemonSet or ReplicaSet; `port` is a container's.
  ///
  /// @param kind as in manifests: "Deployment"
  record Workload(String kind, String namespace, String name, String port) implements Target {}

  /// One pod by name.
  record Pod(String namespace, String name, String port) implements Target {}

  /// Any ready pod with these labels.
  ///
  /// @param name the label selector, as on kubectl's command line
  record Selector(String namespace, String name, String port) implements Target {}

  /// A target as on the command line: "svc/a", "deploy/b", "sts/c", "ds/d", "rs/e", "pod/f" or "f",
  /// or a label selector: "app=api,tier in (web, db)".
  ///
  /// @throws dev.mooring.problem.MooringException when the text is none of these
  static Target parse(String text, String namespace, String port) {
    if (LABELS.matcher(text).matches()) {
      return new Selector(namespace, text, port);
    }
    int slash = text.indexOf('/');
    String kind = slash < 0 ? "pod" : text.substring(0, slash);
    String name = text.substring(slash + 1);
    if (!name.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
      throw unknown(text);
    }
    return switch (kind) {
      case "svc", "service", "services" -> new Service(namespace, name, port);
      case "deploy", "deployment", "deployments" ->
          new Workload("Deployment", namespace, name, port);
      case "sts", "statefulset", "statefulsets" ->
          new Workload("StatefulSet", namespace, name, port);
      case "ds", "daemonset", "daemonsets" -> new Workload("DaemonSet", namespace, name, port);
      case "rs", "replicaset", "replicasets" -> new Workload("ReplicaSet", namespace, name, port);
      case "po", "pod", "pods" -> new Pod(namespace, name, port);
      default -> throw unknown(text);
    };
  }

  /// The kind of the object that selects the pods; empty where the target itself names them.
  default Optional<Kind> owner() {
    return switch (this) {
      case Service ignored -> Optional.of(Kind.SERVICE);
      case Workload workload ->
          Optional.of(
              switch (workload.kind()) {
                case "StatefulSet" -> Kind.STATEFUL_SET;
                case "DaemonSet" -> Kind.DAEMON_SET;
                case "ReplicaSet" -> Kind.REPLICA_SET;
                default -> Kind.DEPLOYMENT;
              });
      case Pod ignored -> Optional.empty();
      case Selector ignored -> Optional.empty();
    };
  }

  /// The same in another namespace.
  default Target in(String namespace) {
    return switch (this) {
      case Service s -> new Service(namespace, s.name(), s.port());
      case Workload w -> new Workload(w.kind(), namespace, w.name(), w.port());
      case Pod p -> new Pod(namespace, p.name(), p.port());
      case Selector s -> new Selector(namespace, s.name(), s.port());
    };
  }

  /// The same on another port.
  default Target at(String port) {
    return switch (this) {
      case Service s -> new Service(s.namespace(), s.name(), port);
      case Workload w -> new Workload(w.kind(), w.namespace(), w.name(), port);
      case Pod p -> new Pod(p.namespace(), p.name(), port);
      case Selector s -> new Selector(s.namespace(), s.name(), port);
    };
  }

  private static RuntimeException unknown(String text) {
    return new Problem(
            Code.INVALID_TARGET,
            Messages.of("is-not-a-target", text),
            Messages.of("a-target-is-a-kind-and"),
            new Remedy.Advice(Messages.of("examples-svc-api-deploy-api-sts")))
        .raise();
  }

  /// As on the command line: "svc/api", "deploy/hello", "pod/x".
  default String words() {
    return switch (this) {
      case Service s -> "svc/" + s.name();
      case Workload w ->
          switch (w.kind()) {
                case "Deployment" -> "deploy/";
                case "StatefulSet" -> "sts/";
                case "DaemonSet" -> "ds/";
                default -> "rs/";
              }
              + w.name();
      case Pod p -> "pod/" + p.name();
      case Selector s -> s.name();
    };
  }
}
