package dev.mooring.practice.api;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Gate;
import dev.mooring.practice.http.Handler;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The Kubernetes API as far as Mooring, kubectl and fabric8 use it.
public final class ApiServer implements Handler {
  private final Objects objects;
  private final Resources resources;
  private final Access access;
  private final Tokens tokens;
  private final Discovery discovery;
  private final Watches watches;
  private final PodDoor pods;

  public ApiServer(
      Objects objects,
      Resources resources,
      Access access,
      Tokens tokens,
      Gate gate,
      PodDoor pods,
      String version) {
    this.objects = objects;
    this.resources = resources;
    this.access = access;
    this.tokens = tokens;
    this.pods = pods;
    discovery = new Discovery(resources, version);
    watches = new Watches(objects.store(), gate);
  }

  /// The namespace and resource of each watch that is open now, such as "shop pods".
  public List<String> watches() {
    return watches.open();
  }

  @Override
  public void handle(Exchange exchange) throws IOException, InterruptedException {
    try {
      route(exchange);
    } catch (ApiFailure e) {
      if (exchange.started()) {
        throw e;
      }
      answer(exchange, e.code(), e.status());
    } catch (MooringException e) {
      answer(
          exchange,
          400,
          ApiFailure.badRequest("the object provided is unrecognized: " + e.problem().detail())
              .status());
    }
  }

  private void route(Exchange exchange) throws IOException, InterruptedException {
    String path = exchange.path();
    String user = access.user(exchange);
    if (path.equals("/readyz") || path.equals("/livez") || path.equals("/healthz")) {
      exchange.answer(200, "text/plain; charset=utf-8", "ok");
      return;
    }
    Optional<Document> found = discovery.answer(path);
    if (found.isPresent() && exchange.method().equals("GET")) {
      if (user.equals(Access.ANONYMOUS) && !path.equals("/version")) {
        throw ApiFailure.of(
            403, "Forbidden", "forbidden: User \"" + user + "\" cannot get path \"" + path + "\"");
      }
      answer(exchange, 200, found.get());
      return;
    }
    if (path.equals("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")) {
      answer(exchange, 201, access.review(user, Requests.body(exchange)));
      return;
    }
    Target target = Target.parse(resources, path).orElseThrow(ApiFailure::noSuchPath);
    serve(exchange, user, target);
  }

  private void serve(Exchange exchange, String user, Target target)
      throws IOException, InterruptedException {
    access.check(user, verb(exchange, target), target);
    switch (target.sub()) {
      case "" -> plain(exchange, target);
      case "status", "ephemeralcontainers", "finalize" -> {
        if (exchange.method().equals("GET")) {
          answer(exchange, 200, read(target));
        } else {
          change(exchange, target);
        }
      }
      case "token" -> token(exchange, target);
      case "log" -> {
        String container = exchange.query("container");
        if ("true".equals(exchange.query("previous"))) {
          throw ApiFailure.badRequest(
              "previous terminated container \"%s\" in pod \"%s\" not found"
                  .formatted(container, target.name()));
        }
        exchange.answer(200, "text/plain", pods.log(read(target), container));
      }
      case "portforward" -> pods.portForward(exchange, read(target));
      default -> throw ApiFailure.noSuchPath();
    }
  }

  private static String verb(Exchange exchange, Target target) {
    boolean one = !target.name().isEmpty();
    return switch (exchange.method()) {
      case "GET", "HEAD" ->
          target.sub().equals("portforward")
              ? "create"
              : one ? "get" : watching(exchange) ? "watch" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> one ? "delete" : "deletecollection";
      default -> throw ApiFailure.wrongMethod();
    };
  }

  private static boolean watching(Exchange exchange) {
    String watch = exchange.query("watch");
    return watch.equals("true") || watch.equals("1");
  }

  private void plain(Exchange exchange, Target target) throws IOException, InterruptedException {
    boolean collection = target.name().isEmpty();
    switch (exchange.method()) {
      case "GET", "HEAD" -> {
        if (!collection) {
          answer(exchange, 200, read(target));
        } else if (watching(exchange)) {
          watches.serve(exchange, target.resource(), target.namespace(), wanted(exchange));
        } else {
          answer(exchange, 200, list(exchange, target));
        }
      }
      case "POST" -> {
        if (!collection) {
          throw ApiFailure.wrongMethod();
        }
        answer(
            exchange,
            201,
            objects.create(
                target.resource(),
                target.namespace(),
                Requests.body(exchange),
                Requests.write(exchange, target)));
      }
      case "PUT", "PATCH" -> change(exchange, target);
      case "DELETE" -> delete(exchange, target);
      default -> throw ApiFailure.noSuchPath();
    }
  }

  private Document read(Target target) {
    return objects
        .store()
        .get(target.key())
        .orElseThrow(() -> ApiFailure.notFound(target.resource(), target.name()));
  }

  private static Predicate<Document> wanted(Exchange exchange) {
    return Selectors.labels(exchange.query("labelSelector"))
        .and(Selectors.fields(exchange.query("fieldSelector")));
  }

  /// A page of a list. The continue token is the place after the last object given.
  private Document list(Exchange exchange, Target target) {
    List<Document> items =
        objects.store().list(target.resource(), target.namespace()).stream()
            .filter(wanted(exchange))
            .toList();
    int from = number(exchange.query("continue").replaceFirst("^after-", ""));
    int limit = number(exchange.query("limit"));
    int to = limit == 0 ? items.size() : Math.min(items.size(), from + limit);
    Document list =
        Document.of(Map.of("items", items.subList(Math.min(from, to), to)))
            .with(target.resource().kind() + "List", "kind")
            .with(target.resource().apiVersion(), "apiVersion")
            .with(Long.toString(objects.store().version()), "metadata", "resourceVersion");
    return to == items.size()
        ? list
        : list.with("after-" + to, "metadata", "continue")
            .with(items.size() - to, "metadata", "remainingItemCount");
  }

  private static int number(String text) {
    try {
      return text.isEmpty() ? 0 : Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("not a number: " + text);
    }
  }

  private void change(Exchange exchange, Target target) throws IOException {
    Objects.Write write = Requests.write(exchange, target);
    Store.Key key = target.key();
    if (exchange.method().equals("PUT")) {
      answer(exchange, 200, objects.replace(key, Requests.body(exchange), write));
    } else if (Requests.isApply(exchange)) {
      boolean existed = objects.store().get(key).isPresent();
      Document applied = objects.apply(key, Requests.yaml(exchange), write);
      answer(exchange, existed ? 200 : 201, applied);
    } else {
      answer(exchange, 200, objects.change(key, write, Requests.patch(exchange, key.resource())));
    }
  }

  private void delete(Exchange exchange, Target target) throws IOException {
    Document options = Requests.bodyOrNothing(exchange);
    boolean dry =
        exchange.query("dryRun").equals("All") || options.at("dryRun").texts().contains("All");
    String propagation =
        options.at("propagationPolicy").text().orElse(exchange.query("propagationPolicy"));
    boolean orphans = propagation.equals("Orphan");
    if (target.name().isEmpty()) {
      Document gone = list(exchange, target);
      gone.at("items").stream()
          .map(each -> Store.Key.of(target.resource(), each))
          .forEach(each -> objects.delete(each, dry, orphans));
      answer(exchange, 200, gone);
      return;
    }
    Document seen = Document.of(Map.of("metadata", options.at("preconditions")));
    Preconditions.checkVersion(target.key(), read(target), seen);
    answer(exchange, 200, objects.delete(target.key(), dry, orphans));
  }

  private void token(Exchange exchange, Target target) throws IOException {
    Document account = read(target);
    answer(exchange, 201, tokens.answer(account, Requests.body(exchange)));
  }

  private static void answer(Exchange exchange, int code, Document document) throws IOException {
    exchange.answer(code, "application/json", Documents.jsonBytes(document));
  }
}
