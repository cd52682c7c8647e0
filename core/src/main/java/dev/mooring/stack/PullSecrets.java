package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.remote.PullLogin;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.render.Ownership;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Lets the pods of a namespace pull from a registry that asks for a login.
public final class PullSecrets {
  private static final String TYPE = "kubernetes.io/dockerconfigjson";

  /// The host that a Secret is for.
  private static final String REGISTRY = "mooring.dev/registry";

  /// A node tries again by itself; after this it is an answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration GOES = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final String namespace;
  private final Duration patience;

  public PullSecrets(Cluster cluster, String namespace) {
    this(cluster, namespace, PATIENCE);
  }

  PullSecrets(Cluster cluster, String namespace, Duration patience) {
    Names.label("namespace", namespace);
    this.cluster = cluster;
    this.namespace = namespace;
    this.patience = patience;
  }

  /// Writes the Secret, or a new login into it.
  ///
  /// @return its name: "pull-registry.example"
  /// @throws dev.mooring.problem.MooringException when there is one of that name that is not
  /// Mooring's
  public String make(PullLogin login) throws InterruptedException {
    String name = name(login.host());
    own(Messages.of("cannot-make-the-pull-secret", namespace, name), name, login.host());
    Map<String, Object> metadata =
        Map.of(
            "name",
            name,
            "namespace",
            namespace,
            "labels",
            Map.of(Ownership.MANAGED_BY, Ownership.MOORING),
            "annotations",
            Map.of(REGISTRY, login.host()));
    cluster.apply(
        object(
            "Secret",
            metadata,
            Map.of(
                "type",
                TYPE,
                "data",
                Map.of(
                    ".dockerconfigjson",
                    Base64.getEncoder()
                        .encodeToString(login.document().getBytes(StandardCharsets.UTF_8))))));
    return name;
  }

  /// Whatever a host is called, the name is one that the API takes.
  private static String name(String host) {
    String name = "pull-" + host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    String trimmed = name.replaceFirst("[.-]+$", "");
    Names.subdomain("Secret", trimmed);
    return trimmed;
  }

  /// The Secret of a registry, if it is Mooring's own. Hosts that differ in a sign alone share a
  /// name, and a login goes to the registry that it was made for.
  private Optional<KubeObject> own(String what, String name, String host)
      throws InterruptedException {
    Optional<KubeObject> there = cluster.get(Kind.SECRET, namespace, name);
    if (there.isEmpty()) {
      return there;
    }
    String kept = there.get().annotations().getOrDefault(REGISTRY, host);
    boolean ours =
        Ownership.mooring(there.get()) && there.get().at("type").textOrEmpty().equals(TYPE);
    if (ours && kept.equals(host)) {
      return there;
    }
    throw new Problem(
            Code.OBJECT_OF_OTHERS,
            what,
            ours
                ? Messages.of("it-holds-the-login-for", kept)
                : Messages.of("a-secret-of-that-name-isnt-moorings"),
            new Remedy.Advice(Messages.of("delete-or-rename-it")))
        .raise();
  }

  /// Gives it to all new pods of a ServiceAccount, beside those that it has.
  public void tie(String secret, String account) throws InterruptedException {
    Names.subdomain("ServiceAccount", account);
    if (cluster.get(Kind.SERVICE_ACCOUNT, namespace, account).isEmpty()) {
      throw new Problem(
              Code.NOT_FOUND,
              Messages.of("cannot-give-the-pull-secret-to", namespace, account),
              Messages.of("there-is-no-such-serviceaccount"),
              new Remedy.Command(
                  Messages.of("create-it-first"),
                  "kubectl create serviceaccount " + account + " -n " + namespace))
          .raise();
    }
    entry(account, Map.of("name", secret));
  }

  /// Pulls an image in a pod that does nothing else and is removed.
  ///
  /// @param account whose pods have the secret; empty to name the secret in the pod itself
  /// @return how long it took
  /// @throws dev.mooring.problem.MooringException with what the kubelet says, when it cannot be
  /// pulled
  public Duration prove(String image, String secret, String account) throws InterruptedException {
    return new PullProof(cluster, namespace, patience).prove(image, secret, account);
  }

  /// Takes the Secret of a registry away: first from the ServiceAccounts that name it, so that no
  /// new pod waits for it, then itself. Run again, it completes what was cut off.
  ///
  /// @return the ServiceAccounts that named it
  /// @throws dev.mooring.problem.MooringException when there is none, or one that is not Mooring's
  public List<String> remove(String host) throws InterruptedException {
    String name = name(host);
    String what = Messages.of("cannot-remove-the-pull-secret", namespace, name);
    if (own(what, name, host).isEmpty()) {
      throw new Problem(
              Code.NOT_FOUND,
              what,
              Messages.of("there-is-no-such-secret"),
              new Remedy.Command(
                  Messages.of("list-the-pull-secrets"),
                  "kubectl get secrets -A -l " + Ownership.MANAGED_BY + "=" + Ownership.MOORING))
          .raise();
    }
    List<String> accounts =
        cluster.list(Kind.SERVICE_ACCOUNT, namespace, "").stream()
            .filter(each -> names(each, name))
            .map(KubeObject::name)
            .toList();
    for (String each : accounts) {
      entry(each, Map.of("name", name, "$patch", "delete"));
    }
    cluster.delete(Kind.SECRET, namespace, name, GOES);
    return accounts;
  }

  private static boolean names(KubeObject account, String secret) {
    return account.at("imagePullSecrets").stream()
        .anyMatch(each -> each.at("name").textOrEmpty().equals(secret));
  }

  /// Other entries stay as they are, also those that somebody writes meanwhile.
  private void entry(String account, Map<String, String> entry) throws InterruptedException {
    cluster.strategicPatch(
        Kind.SERVICE_ACCOUNT,
        namespace,
        account,
        "",
        Document.of(Map.of("imagePullSecrets", List.of(entry))));
  }

  static KubeObject object(String kind, Map<String, Object> metadata, Map<String, ?> rest) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", kind);
    object.put("metadata", metadata);
    object.putAll(rest);
    return new KubeObject(Document.of(object));
  }
}
