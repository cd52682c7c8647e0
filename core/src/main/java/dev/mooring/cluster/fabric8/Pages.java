package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whole lists of a kind, read page by page (KEP-365).
///
/// A server that loses the version which the pages are of answers 410, after some minutes; the list
/// is then asked for anew as a whole, as client-go's pager does. A list without end is refused: it
/// would fill the memory of a process that only wanted to know which pods there are.
final class Pages {
  /// What is taken of one list.
  record Limits(int pages, int objects, long bytes) {}

  /// A cluster is tested with 150,000 pods. Pages may be short, so there may be more than those it
  /// takes.
  private static final Limits LIMITS = new Limits(1000, 200_000, 8L * Bounds.ANSWER.bytes());

  private static final int PAGE = 500;

  private final Api api;
  private final Limits limits;

  Pages(Api api) {
    this(api, LIMITS);
  }

  Pages(Api api, Limits limits) {
    this.api = api;
    this.limits = limits;
  }

  /// @param served false where the cluster does not know the kind
  record Listed(List<KubeObject> objects, String resourceVersion, boolean served) {}

  /// @param call for the list of a kind
  /// @param selector of labels; empty for all
  Listed list(Call call, String selector) throws InterruptedException {
    List<KubeObject> objects = new ArrayList<>();
    Set<String> asked = new HashSet<>();
    long bytes = 0;
    String query = "?limit=" + PAGE + selector(selector);
    String more = "";
    boolean anew = false;
    while (true) {
      String from = more.isEmpty() ? "" : "&continue=" + Call.query(more);
      Answer answer = api.list(call, call.path() + query + from);
      if (answer.absent()) {
        return new Listed(List.of(), "", false);
      }
      if (answer.code() == Answer.GONE) {
        if (more.isEmpty() || anew) {
          throw api.refused(call, answer.code(), answer.body());
        }
        anew = true;
        objects.clear();
        query = "?limit=0" + selector(selector);
        more = "";
        continue;
      }
      Document list = answer.json();
      bytes += answer.body().length;
      list.at("items").items().forEach(item -> objects.add(slim(call.kind(), item)));
      more = list.at("metadata", "continue").textOrEmpty();
      if (more.isEmpty()) {
        return new Listed(
            List.copyOf(objects), list.at("metadata", "resourceVersion").textOrEmpty(), true);
      }
      if (objects.size() > limits.objects() || bytes > limits.bytes()) {
        throw endless(call, Messages.of("the-list-is-too-long", objects.size())).raise();
      }
      if (!asked.add(more) || asked.size() >= limits.pages()) {
        throw endless(call, Messages.of("the-list-does-not-end")).raise();
      }
    }
  }

  private Problem endless(Call call, String why) {
    return new Problem(
        Code.API_FAILED,
        call.what(),
        why,
        new Remedy.Advice(Messages.of("check-what-answers-as-the-api-server", api.server())));
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
}
