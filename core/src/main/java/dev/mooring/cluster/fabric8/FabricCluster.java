package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Conflict;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.document.Lines;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A [Cluster] over the API server's REST paths.
public final class FabricCluster implements Cluster {
  static final Duration LIMIT = Duration.ofSeconds(10);
  static final Duration BEAT = Duration.ofSeconds(5);
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
  private static final int PAGE = 500;
  private static final int LOG_BYTES = 4 << 20;

  private static final int LONGEST_LOG_LINE = 16 << 20;

  private static final Kind ACCESS_REVIEW =
      new Kind(
          "authorization.k8s.io",
          "v1",
          "SelfSubjectAccessReview",
          "selfsubjectaccessreviews",
          false);

  private final Context context;
  private final Endpoint endpoint;
  private final Api api;
  private final Followers followers;

  FabricCluster(Context context, Endpoint endpoint, Duration limit, Duration beat) {
    this.context = context;
    this.endpoint = endpoint;
    this.api = new Api(endpoint, limit);
    this.followers = new Followers(this, api, beat);
    endpoint.onChange(this::lookAgain);
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public ServerVersion version() throws InterruptedException {
    Call call = Call.server(context.cluster());
    Api.Answer answer = api.send(call, "GET", "/version", Api.JSON, null);
    Document version = answer.absent() ? Document.nothing() : answer.json();
    String git = version.at("gitVersion").textOrEmpty();
    if (git.isEmpty()) {
      throw new Problem(
              Code.API_FAILED,
              Messages.of("cannot-use-the-cluster", context.cluster()),
              Messages.of("answers-but-not-as-a-kubernetes", context.server()),
              new Remedy.Advice(Messages.of("check-the-server-of-the-cluster")))
          .raise();
    }
    return new ServerVersion(number(version, "major"), number(version, "minor"), git);
  }

  @Override
  public boolean serves(String group) throws InterruptedException {
    Call call = Call.server(context.cluster());
    return !api.send(call, "GET", "/apis/" + group, Api.JSON, null).absent();
  }

  /// Some distributions write "27+".
  private static int number(Document version, String field) {
    String digits = version.at(field).textOrEmpty().replaceAll("\\D.*", "");
    return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
  }

  @Override
  public Optional<KubeObject> get(Kind kind, @Nullable String namespace, String name)
      throws InterruptedException {
    Call call = Call.of("get", kind, within(kind, namespace), name);
    Api.Answer answer = api.send(call, "GET", call.path(), Api.JSON, null);
    return answer.absent() ? Optional.empty() : Optional.of(new KubeObject(answer.json()));
  }

  @Override
  public List<KubeObject> list(Kind kind, @Nullable String namespace, String labelSelector)
      throws InterruptedException {
    return page(kind, namespace, labelSelector).objects();
  }

  /// @param served false where the cluster does not know the kind
  record Listed(List<KubeObject> objects, String resourceVersion, boolean served) {}

  Listed page(Kind kind, @Nullable String namespace, String selector) throws InterruptedException {
    Call call = Call.of("list", kind, namespace, "");
    List<KubeObject> objects = new ArrayList<>();
    String more = "";
    while (true) {
      String query = "?limit=" + PAGE + selector(selector);
      Api.Answer answer =
          api.send(
              call,
              "GET",
              call.path() + query + (more.isEmpty() ? "" : "&continue=" + Call.query(more)),
              Api.JSON,
              null);
      if (answer.absent()) {
        return new Listed(List.of(), "", false);
      }
      Document list = answer.json();
      list.at("items").items().forEach(item -> objects.add(slim(kind, item)));
      more = list.at("metadata", "continue").textOrEmpty();
      if (more.isEmpty()) {
        return new Listed(
            List.copyOf(objects), list.at("metadata", "resourceVersion").textOrEmpty(), true);
      }
    }
  }

  static String selector(String selector) {
    return selector.isEmpty() ? "" : "&labelSelector=" + Call.query(selector);
  }

  /// Items of a list do not say what they are, and their field managers are most of their size.
  static KubeObject slim(Kind kind, Document item) {
    Document named =
        item.at("kind").isNothing()
            ? item.with(kind.apiVersion(), "apiVersion").with(kind.kind(), "kind")
            : item;
    return new KubeObject(named.without("metadata", "managedFields"));
  }

  @Override
  public Applied apply(KubeObject desired) throws InterruptedException {
    return apply(desired, "");
  }

  @Override
  public Applied wouldApply(KubeObject desired) throws InterruptedException {
    return apply(desired, "&dryRun=All");
  }

  private Applied apply(KubeObject desired, String mode) throws InterruptedException {
    Kind kind = Kind.of(desired);
    String namespace = within(kind, desired.namespace());
    Optional<KubeObject> before = get(kind, namespace, desired.name());
    Call call = Call.of("patch", kind, namespace, desired.name());
    Document body = desired.document().without("metadata", "managedFields");
    String target = call.path() + "?fieldManager=" + FIELD_MANAGER + "&force=true" + mode;
    Api.Answer answer = api.send(call, "PATCH", target, Api.APPLY, body);
    if (answer.absent()) {
      if (!mode.isEmpty() && namespaceMissing(answer)) {
        return new Applied(Applied.Change.CREATED, desired);
      }
      throw api.refused(call, answer.code(), answer.body());
    }
    KubeObject after = new KubeObject(answer.json());
    Applied.Change change =
        before
            .map(
                b ->
                    ApplyEquality.same(b, after)
                        ? Applied.Change.UNCHANGED
                        : Applied.Change.CHANGED)
            .orElse(Applied.Change.CREATED);
    return new Applied(change, after);
  }

  @Override
  public List<Conflict> conflicts(KubeObject desired) throws InterruptedException {
    Kind kind = Kind.of(desired);
    Call call = Call.of("patch", kind, within(kind, desired.namespace()), desired.name());
    Document body = desired.document().without("metadata", "managedFields");
    String target = call.path() + "?fieldManager=" + FIELD_MANAGER + "&force=false&dryRun=All";
    Api.Answer answer = api.sendEvenIfConflicting(call, target, body);
    if (answer.code() != Api.CONFLICT) {
      return List.of();
    }
    return answer.json().at("details", "causes").stream()
        .map(
            each ->
                new Conflict(
                    each.at("field").textOrEmpty(), manager(each.at("message").textOrEmpty())))
        .filter(each -> !each.manager().equals(FIELD_MANAGER))
        .toList();
  }

  /// The server says: conflict with "kubectl-edit" using apps/v1.
  private static String manager(String message) {
    Matcher quoted = QUOTED.matcher(message);
    return quoted.find() ? quoted.group(1) : message;
  }

  /// A plan may create the namespace just before; the server cannot try what comes after.
  private static boolean namespaceMissing(Api.Answer answer) {
    return answer.json().at("details", "kind").textOrEmpty().equals("namespaces");
  }

  @Override
  public boolean delete(Kind kind, @Nullable String namespace, String name, Duration limit)
      throws InterruptedException {
    Call call = Call.of("delete", kind, within(kind, namespace), name);
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<KubeObject> present = get(kind, namespace, name);
    if (present.isEmpty()) {
      return false;
    }
    String uid = present.get().uid();
    Document options =
        Document.of(
            Map.of("apiVersion", "v1", "kind", "DeleteOptions", "propagationPolicy", "Foreground"));
    if (api.send(call, "DELETE", call.path(), Api.JSON, options).absent()) {
      return true;
    }
    long pause = 50;
    while (true) {
      Optional<KubeObject> left = get(kind, namespace, name);
      if (left.isEmpty() || !left.get().uid().equals(uid)) {
        return true;
      }
      if (System.nanoTime() >= deadline) {
        throw notGone(call, left.get(), limit);
      }
      Thread.sleep(pause);
      pause = Math.min(500, pause * 2);
    }
  }

  private static RuntimeException notGone(Call call, KubeObject left, Duration limit) {
    List<String> finalizers = left.at("metadata", "finalizers").texts();
    return new Problem(
            Code.STILL_DELETING,
            call.what(),
            finalizers.isEmpty()
                ? Messages.of("it-is-still-being-deleted", limit.toSeconds())
                : Messages.of(
                    "its-deletion-waits-for", limit.toSeconds(), String.join(", ", finalizers)),
            new Remedy.Command(
                Messages.of("see-what-holds-it-then-delete"),
                "kubectl describe "
                    + call.kind().plural()
                    + " "
                    + call.name()
                    + (call.namespace().isEmpty() ? "" : " -n " + call.namespace())))
        .raise();
  }

  @Override
  public KubeObject mergePatch(
      Kind kind, @Nullable String namespace, String name, String subresource, Document patch)
      throws InterruptedException {
    return patch(kind, namespace, name, subresource, patch, Api.MERGE);
  }

  @Override
  public KubeObject strategicPatch(
      Kind kind, @Nullable String namespace, String name, String subresource, Document patch)
      throws InterruptedException {
    return patch(kind, namespace, name, subresource, patch, Api.STRATEGIC);
  }

  private KubeObject patch(
      Kind kind,
      @Nullable String namespace,
      String name,
      String subresource,
      Document patch,
      String type)
      throws InterruptedException {
    Call call = Call.of("patch", kind, within(kind, namespace), name).sub(subresource);
    String target = call.path() + "?fieldManager=" + FIELD_MANAGER;
    return new KubeObject(found(call, api.send(call, "PATCH", target, type, patch)).json());
  }

  @Override
  public boolean allowed(AccessRequest request) throws InterruptedException {
    String[] parts = request.resource().split("/", 2);
    Document review =
        Document.of(
            Map.of(
                "apiVersion", "authorization.k8s.io/v1",
                "kind", "SelfSubjectAccessReview",
                "spec",
                    Map.of(
                        "resourceAttributes",
                        Map.of(
                            "verb", request.verb(),
                            "group", request.group(),
                            "resource", parts[0],
                            "subresource", parts.length > 1 ? parts[1] : "",
                            "namespace", request.namespace(),
                            "name", request.name()))));
    Call call = Call.of("create", ACCESS_REVIEW, null, "");
    Document answer = found(call, api.send(call, "POST", call.path(), Api.JSON, review)).json();
    return answer.at("status", "allowed").isTrue();
  }

  @Override
  public String token(String namespace, String serviceAccount, String audience, Duration lifetime)
      throws InterruptedException {
    Map<String, Object> spec =
        audience.isEmpty()
            ? Map.of("expirationSeconds", lifetime.toSeconds())
            : Map.of("expirationSeconds", lifetime.toSeconds(), "audiences", List.of(audience));
    Document request =
        Document.of(
            Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest", "spec", spec));
    Call call = Call.of("create", Kind.SERVICE_ACCOUNT, namespace, serviceAccount).sub("token");
    Document answer = found(call, api.send(call, "POST", call.path(), Api.JSON, request)).json();
    return answer
        .at("status", "token")
        .text()
        .orElseThrow(
            () ->
                new Problem(
                        Code.TOKEN_NOT_ISSUED,
                        call.what(),
                        Messages.of("the-api-servers-answer-holds-no"),
                        new Remedy.Advice(
                            Messages.of("check-that-the-cluster-issues-serviceaccount")))
                    .raise());
  }

  @Override
  public String log(String namespace, String pod, String container, int lines)
      throws InterruptedException {
    Call call = Call.of("get", Kind.POD, namespace, pod).sub("log");
    String query = "?tailLines=" + lines + "&limitBytes=" + LOG_BYTES;
    String one = container.isEmpty() ? "" : "&container=" + Call.query(container);
    Api.Answer answer = api.send(call, "GET", call.path() + query + one, Api.JSON, null);
    return new String(found(call, answer).body(), StandardCharsets.UTF_8);
  }

  @Override
  public void readLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    streamLog(namespace, pod, container, "?tailLines=" + lines, line);
  }

  @Override
  public void readPreviousLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    streamLog(namespace, pod, container, "?previous=true&tailLines=" + lines, line);
  }

  @Override
  public void followLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    streamLog(namespace, pod, container, "?follow=true&tailLines=" + lines, line);
  }

  private void streamLog(
      String namespace, String pod, String container, String query, Consumer<String> line)
      throws InterruptedException {
    Call call = Call.of("get", Kind.POD, namespace, pod).sub("log");
    String one = container.isEmpty() ? "" : "&container=" + Call.query(container);
    try (InputStream in = api.stream(call, call.path() + query + one)) {
      Lines read = new Lines(in, LONGEST_LOG_LINE);
      for (byte[] next = read.next(); next != null; next = read.next()) {
        line.accept(new String(next, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // A read that is interrupted says so as a failure.
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw api.unreachable(call, e);
    }
  }

  @Override
  public Subscription watch(
      Kind kind, @Nullable String namespace, String labelSelector, Consumer<Watched> consumer) {
    return followers.follow(kind, namespace, labelSelector, consumer);
  }

  @Override
  public void lookAgain() {
    api.renew();
    followers.lookAgain();
  }

  @Override
  public ApiEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    followers.close();
    api.close();
  }

  private Api.Answer found(Call call, Api.Answer answer) {
    if (answer.absent()) {
      throw api.refused(call, answer.code(), answer.body());
    }
    return answer;
  }

  /// Objects of a namespaced kind that name none belong to the context's own, as in kubectl.
  private String within(Kind kind, @Nullable String namespace) {
    if (!kind.namespaced()) {
      return "";
    }
    return namespace == null || namespace.isEmpty() ? context.namespace() : namespace;
  }
}
