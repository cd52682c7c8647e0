package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.registry.MediaTypes;
import dev.mooring.stack.render.ShortPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A short pod without a sidecar that asks what an outsider would, and leaves the answers where
/// everybody who sees the pod sees them: in its containers' termination messages.
///
/// It needs a shell and curl or wget. The proxy's image is on every node because the entrance runs
/// there, but its smallest variant has no shell; the registry's has one, but may have to be pulled.
/// So each has a container of its own, and the first that answers counts.
///
/// @param onNode whether it stands on the node's own network
record OutsiderPod(String name, String node, boolean onNode, List<Order> orders) {

  /// One attempt at one place.
  ///
  /// @param target the node it is about; empty where none is
  /// @param host what to call the registry
  record Order(Attempt attempt, String target, String method, String url, String host) {}

  /// Keeps to what curl and busybox' wget understand; some builds of the latter crash at `-T`.
  /// All attempts go at once, so that those that are never answered cost five seconds together.
  private static final String SCRIPT =
      """
      ask() {
        if command -v curl >/dev/null 2>&1; then
          body=; if [ "$1" = POST ]; then body='-d @/dev/null'; fi
          curl -sS -o /dev/null -m 5 -w 'HTTP/1.1 %{http_code}\\n' -X "$1" $body -H "Host: $2" \
      -H "Accept: $ACCEPT" "$3" 2>&1 | grep -v ' 000'
        elif command -v wget >/dev/null 2>&1; then
          body=; if [ "$1" = POST ]; then body='--post-data='; fi
          wget -S -O /dev/null $body --header "Host: $2" --header "Accept: $ACCEPT" "$3" 2>&1 &
          asking=$!
          { sleep 5; kill $asking; } >/dev/null 2>&1 &
          wait $asking || [ $? -lt 128 ] || echo 'wget: no answer within 5 s'
        else
          echo 'neither curl nor wget'
        fi | grep -e HTTP/1 -e '^curl:' -e '^wget:' -e '^neither' | head -n 1
      }
      {
        echo "$ORDERS" | {
          while read -r number method host url; do
            { answer=$(ask "$method" "$host" "$url"); echo "$number $answer"; } &
          done
          wait
        }
      } > /dev/termination-log
      """;

  private static final String UNABLE = "neither";

  KubeObject object(String namespace, Map<String, String> labels, List<String> images) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < orders.size(); i++) {
      Order each = orders.get(i);
      lines.append("%d %s %s %s\n".formatted(i, each.method(), each.host(), each.url()));
    }
    List<Map<String, ?>> containers = new ArrayList<>();
    for (String image : images) {
      containers.add(container("ask-" + containers.size(), image, lines.toString().strip()));
    }
    return new ShortPod(
            namespace,
            name,
            labels,
            ShortPod.NOBODY,
            Map.of(),
            Map.of(
                "nodeName",
                node,
                "hostNetwork",
                onNode,
                "activeDeadlineSeconds",
                60,
                "tolerations",
                ShortPod.EVERYWHERE),
            containers)
        .object();
  }

  private static Map<String, ?> container(String name, String image, String orders) {
    return Map.of(
        "name",
        name,
        "image",
        image,
        "command",
        List.of("/bin/sh", "-c", SCRIPT),
        "env",
        List.of(
            Map.of("name", "ORDERS", "value", orders),
            Map.of("name", "ACCEPT", "value", MediaTypes.OCI_INDEX)),
        "resources",
        ShortPod.SMALL);
  }

  /// The answers, in the order of the orders, as soon as they are known.
  Optional<List<Answer>> answers(KubeObject pod) {
    List<Document> statuses = pod.at("status", "containerStatuses").items();
    List<String> failures = new ArrayList<>();
    for (Document each : statuses) {
      Document ended = each.at("state", "terminated");
      List<String> lines = ended.at("message").textOrEmpty().lines().toList();
      if (ended.at("exitCode").integer().orElse(-1L) == 0 && able(lines)) {
        return Optional.of(read(lines));
      }
      failure(each, lines).ifPresent(failures::add);
    }
    int containers = pod.at("spec", "containers").items().size();
    if (containers > 0 && failures.size() == containers) {
      return Optional.of(untried(String.join("; ", failures)));
    }
    String reason = pod.at("status", "reason").textOrEmpty();
    return pod.at("status", "phase").textOrEmpty().equals("Failed") && !reason.isEmpty()
        ? Optional.of(untried(reason + ": " + Pods.clip(pod.at("status", "message").textOrEmpty())))
        : Optional.empty();
  }

  List<Answer> untried(String why) {
    return orders.stream().map(each -> Answer.untried(why)).toList();
  }

  private static boolean able(List<String> lines) {
    return !lines.isEmpty() && lines.stream().noneMatch(each -> each.contains(UNABLE));
  }

  private List<Answer> read(List<String> lines) {
    List<Answer> answers = new ArrayList<>(untried(Messages.of("the-pod-reported-nothing")));
    for (String line : lines) {
      String[] parts = line.split(" ", 2);
      if (parts[0].matches("\\d{1,4}")) {
        int number = Integer.parseInt(parts[0]);
        if (number < answers.size()) {
          String words = parts.length > 1 ? parts[1].strip() : "";
          answers.set(
              number,
              words.isEmpty()
                  ? Answer.untried(Messages.of("the-program-printed-nothing"))
                  : Answer.parse(words));
        }
      }
    }
    return List.copyOf(answers);
  }

  /// Why a container will not tell anything.
  private static Optional<String> failure(Document status, List<String> lines) {
    Document ended = status.at("state", "terminated");
    Document waiting = status.at("state", "waiting");
    String image = status.at("image").textOrEmpty();
    if (!ended.isNothing()) {
      String why = lines.isEmpty() ? ended.at("reason").textOrEmpty() : Pods.clip(lines.getFirst());
      return Optional.of(Messages.of("cannot-try-it", image, why));
    }
    String reason = waiting.at("reason").textOrEmpty();
    return Pods.lasting(reason) || reason.equals("RunContainerError")
        ? Optional.of(image + ": " + reason + " " + Pods.clip(waiting.at("message").textOrEmpty()))
        : Optional.empty();
  }
}
