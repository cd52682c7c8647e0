package dev.mooring.cluster;

import dev.mooring.document.Document;
import dev.mooring.job.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One Kubernetes cluster as one kubeconfig context reaches it.
///
/// Every call blocks, may be made from any thread, and is bounded by a time limit of its own (10 s
/// unless said otherwise). Failures
/// are [dev.mooring.problem.MooringException]s that name the object and the missing right where one
/// is missing.
/// Interrupting the calling thread ends the call with `InterruptedException`.
public interface Cluster extends AutoCloseable {

  /// The field manager of everything Mooring applies.
  String FIELD_MANAGER = "mooring";

  /// The context as it was when it was opened.
  Context context();

  /// @throws dev.mooring.problem.MooringException also where something else than Kubernetes answers
  ServerVersion version() throws InterruptedException;

  /// Whether the server has an API group such as `networking.istio.io`. Every user may ask that.
  boolean serves(String group) throws InterruptedException;

  /// The object, or nothing where there is none or its kind is not served.
  ///
  /// @param namespace ignored for kinds of the cluster itself
  Optional<KubeObject> get(Kind kind, @Nullable String namespace, String name)
      throws InterruptedException;

  /// All objects of a kind, page by page, without `managedFields`. Nothing where the kind is not
  /// served.
  ///
  /// @param namespace null for all namespaces
  /// @param labelSelector as on kubectl's command line; empty for all
  List<KubeObject> list(Kind kind, @Nullable String namespace, String labelSelector)
      throws InterruptedException;

  /// The names of all namespaces, sorted.
  default List<String> namespaces() throws InterruptedException {
    return list(Kind.NAMESPACE, null, "").stream().map(KubeObject::name).sorted().toList();
  }

  /// Server-side apply with field manager [#FIELD_MANAGER], forcing conflicts (KEP-555).
  ///
  /// An object that the server would leave as it is is not written: `UNCHANGED` says so.
  Applied apply(KubeObject desired) throws InterruptedException;

  /// What [#apply] would do, by the server's own dry run.
  Applied wouldApply(KubeObject desired) throws InterruptedException;

  /// The fields that [#apply] would take from other managers, by the server's own dry run. Fields
  /// that only Mooring set are none.
  default List<Conflict> conflicts(KubeObject desired) throws InterruptedException {
    return List.of();
  }

  /// Deletes in the foreground and waits until the object is gone.
  ///
  /// @param limit for the whole
  /// @return false when there was none
  boolean delete(Kind kind, @Nullable String namespace, String name, Duration limit)
      throws InterruptedException;

  /// JSON merge patch (RFC 7386) of an object or of one of its subresources.
  ///
  /// @param subresource empty for the object itself
  KubeObject mergePatch(
      Kind kind, @Nullable String namespace, String name, String subresource, Document patch)
      throws InterruptedException;

  /// Strategic merge patch, which lists such as `ephemeralContainers` need.
  KubeObject strategicPatch(
      Kind kind, @Nullable String namespace, String name, String subresource, Document patch)
      throws InterruptedException;

  /// JSON patch (RFC 6902): all of its steps, or none where a test among them fails.
  ///
  /// @param steps `op`, `path` and `value` of each
  default Patched jsonPatch(
      Kind kind, @Nullable String namespace, String name, List<Map<String, Object>> steps)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /// What [#jsonPatch] would do, by the server's own dry run.
  default Patched wouldPatch(
      Kind kind, @Nullable String namespace, String name, List<Map<String, Object>> steps)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /// Asks the server whether this user may (SelfSubjectAccessReview).
  boolean allowed(AccessRequest request) throws InterruptedException;

  /// A token of a ServiceAccount (TokenRequest). The caller keeps it in memory only.
  ///
  /// @param lifetime at least 10 minutes; the server may shorten or lengthen it
  String token(String namespace, String serviceAccount, String audience, Duration lifetime)
      throws InterruptedException;

  /// The last lines that a container wrote, at most 4 MiB of them.
  ///
  /// @param container empty where the pod has one
  String log(String namespace, String pod, String container, int lines) throws InterruptedException;

  /// The same line by line, so that many are no burden.
  ///
  /// @param line called on this thread for each, without its end
  default void readLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    log(namespace, pod, container, lines).lines().forEach(line);
  }

  /// The last lines of the container's run before this one.
  ///
  /// @param line called on this thread for each, without its end
  default void readPreviousLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /// Follows what a container writes, from its last lines on. Returns when the container has ended;
  /// has no limit of time.
  ///
  /// @param lines how many of those that are there already
  /// @param line called on this thread for each, without its end
  default void followLog(
      String namespace, String pod, String container, int lines, Consumer<String> line)
      throws InterruptedException {
    log(namespace, pod, container, lines).lines().forEach(line);
  }

  /// Follows all objects of a kind. The consumer gets the whole newest list at first and after
  /// changes, on one thread of the
  /// cluster's, never two at once; a slow one gets fewer lists, each the newest. Losses, refusals,
  /// and defects are re-tried until it is closed and shown by [Watched#staleSince]. Closing it does
  /// not wait for a call of the consumer that is under way.
  Subscription watch(
      Kind kind, @Nullable String namespace, String labelSelector, Consumer<Watched> consumer);

  /// What was heard may be old: every watch is stale until it has begun anew, at once and over new
  /// connections. For those who learn earlier than the watches that the API server was away or that
  /// this machine slept.
  default void lookAgain() {}

  /// Where and how byte streams reach the API server. Follows the kubeconfig; good until [#close].
  ApiEndpoint endpoint();

  /// Ends every watch. Calls under way fail, at once or at their limit.
  @Override
  void close();
}
