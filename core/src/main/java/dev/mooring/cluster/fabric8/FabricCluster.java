package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Conflict;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Patched;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A [Cluster] over the API server's REST paths.
public final class FabricCluster implements Cluster {
  static final Duration LIMIT = Duration.ofSeconds(10);
  static final Duration BEAT = Duration.ofSeconds(5);

  private final Context context;
  private final Endpoint endpoint;
  private final Api api;
  private final Pages pages;
  private final ServerSideApply applying;
  private final Deletion deletion;
  private final PodLogs logs;
  private final Followers followers;

  FabricCluster(Context context, Endpoint endpoint, Duration limit, Duration beat) {
    this.context = context;
    this.endpoint = endpoint;
    this.api = new Api(endpoint, limit);
    this.pages = new Pages(api);
    this.applying = new ServerSideApply(api);
    this.deletion = new Deletion(api);
    this.logs = new PodLogs(api);
    this.followers = new Followers(pages, api, beat);
    endpoint.onChange(this::lookAgain);
  }

  @Override
  public Context context() {
    return context;
  }

  @Override
  public ServerVersion version() throws InterruptedException {
    Call call = Call.server(context.cluster());
    Answer answer = api.send(call, "GET", "/version", Api.JSON, null);
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
    return api.get(call);
  }

  @Override
  public List<KubeObject> list(Kind kind, @Nullable String namespace, String labelSelector)
      throws InterruptedException {
    return pages.list(Call.of("list", kind, namespace, ""), labelSelector).objects();
  }

  @Override
  public Applied apply(KubeObject desired) throws InterruptedException {
    return applying.apply(place(desired), desired);
  }

  @Override
  public Applied wouldApply(KubeObject desired) throws InterruptedException {
    return applying.wouldApply(place(desired), desired);
  }

  @Override
  public List<Conflict> conflicts(KubeObject desired) throws InterruptedException {
    return applying.conflicts(place(desired), desired);
  }

  private Call place(KubeObject desired) {
    Kind kind = Kind.of(desired);
    return Call.of("patch", kind, within(kind, desired.namespace()), desired.name());
  }

  @Override
  public boolean delete(Kind kind, @Nullable String namespace, String name, Duration limit)
      throws InterruptedException {
    return deletion.delete(Call.of("delete", kind, within(kind, namespace), name), limit);
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
    return new KubeObject(api.sendToPresent(call, "PATCH", target, type, patch).json());
  }

  @Override
  public Patched jsonPatch(
      Kind kind, @Nullable String namespace, String name, List<Map<String, Object>> steps)
      throws InterruptedException {
    return patch(kind, namespace, name, steps, "");
  }

  @Override
  public Patched wouldPatch(
      Kind kind, @Nullable String namespace, String name, List<Map<String, Object>> steps)
      throws InterruptedException {
    return patch(kind, namespace, name, steps, "&dryRun=All");
  }

  private Patched patch(
      Kind kind,
      @Nullable String namespace,
      String name,
      List<Map<String, Object>> steps,
      String mode)
      throws InterruptedException {
    Call call = Call.of("patch", kind, within(kind, namespace), name);
    String target = call.path() + "?fieldManager=" + FIELD_MANAGER + mode;
    Answer answer = api.sendToPresent(call, "PATCH", target, Api.STEPS, Document.of(steps));
    return new Patched(new KubeObject(answer.json()), answer.warnings());
  }

  @Override
  public boolean allowed(AccessRequest request) throws InterruptedException {
    return AccessReview.allows(api, request);
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
    Document answer = api.sendToPresent(call, "POST", call.path(), Api.JSON, request).json();
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
    return logs.text(namespace, pod, container, lines);
  }

  @Override
  public void readLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    logs.stream(namespace, pod, container, "?tailLines=" + lines, line);
  }

  @Override
  public void readPreviousLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    logs.stream(namespace, pod, container, "?previous=true&tailLines=" + lines, line);
  }

  @Override
  public void followLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    logs.stream(namespace, pod, container, "?follow=true&tailLines=" + lines, line);
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

  /// Objects of a namespaced kind that name none belong to the context's own, as in kubectl.
  private String within(Kind kind, @Nullable String namespace) {
    if (!kind.namespaced()) {
      return "";
    }
    return namespace == null || namespace.isEmpty() ? context.namespace() : namespace;
  }
}
