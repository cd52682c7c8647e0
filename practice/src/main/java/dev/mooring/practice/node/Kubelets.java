package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.practice.api.ApiFailure;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The scheduler and the nodes' kubelets: places pods, pulls their images, reports their state.
public final class Kubelets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Kubelets.class);
  private static final Objects.Write WRITE = Objects.Write.by("kubelet");
  private static final int ATTEMPTS = 8;

  private final Objects objects;
  private final Store store;
  private final Nodes nodes;
  private final Images images;
  private final Workloads workloads;
  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private final Map<String, String> digests = new ConcurrentHashMap<>();
  private final Set<String> started = ConcurrentHashMap.newKeySet();
  private final AtomicInteger addresses = new AtomicInteger(10);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kubelet-", 0).factory());

  public Kubelets(
      Objects objects, Nodes nodes, Images images, Workloads workloads, Set<String> present) {
    this.nodes = nodes;
    this.objects = objects;
    this.store = objects.store();
    this.images = images;
    this.workloads = workloads;
    this.present.addAll(present);
  }

  /// Works until the store closes or the thread is interrupted.
  public void run() {
    long seen = -1;
    try {
      while (!store.closed()) {
        long now = store.version();
        if (now != seen) {
          seen = now;
          round();
        } else {
          store.after(seen, 500);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    Set<String> alive = new HashSet<>();
    for (Document pod : store.list(Resources.POD, "")) {
      String uid = pod.at("metadata", "uid").textOrEmpty();
      alive.add(uid);
      if (started.add(uid)) {
        threads.execute(() -> live(pod));
      }
      refuseDebugContainers(pod);
    }
    for (String uid : List.copyOf(started)) {
      if (!alive.contains(uid)) {
        started.remove(uid);
        workloads.stop(uid);
      }
    }
  }

  /// There is no process here that a debugger could look at.
  private void refuseDebugContainers(Document pod) {
    List<Document> wanted = pod.at("spec", "ephemeralContainers").items();
    if (wanted.size() == pod.at("status", "ephemeralContainerStatuses").items().size()) {
      return;
    }
    Map<String, Object> waiting =
        Map.of(
            "reason", "CreateContainerError", "message", "the practice cluster runs no processes");
    List<Object> refused = new ArrayList<>();
    for (Document each : wanted) {
      refused.add(
          Map.of(
              "name",
              each.at("name"),
              "image",
              each.at("image"),
              "ready",
              false,
              "restartCount",
              0,
              "state",
              Map.of("waiting", waiting)));
    }
    objects.status(
        Controllers.key(Resources.POD, pod),
        status -> status.with(refused, "ephemeralContainerStatuses"));
  }

  private void live(Document pod) {
    try {
      String node = place(pod);
      if (node.isEmpty() || !mountable(pod)) {
        return;
      }
      event(pod, "Normal", "Scheduled", "Successfully assigned to " + node);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (attempt(pod, node)) {
          return;
        }
        Thread.sleep(Duration.ofSeconds(Math.min(30, 1L << attempt)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ApiFailure e) {
      LOG.warn("A practice pod did not start", e);
    }
  }

  /// Waits until a node takes the pod.
  ///
  /// @return empty where the pod went away before
  private String place(Document pod) throws InterruptedException {
    String node = wanted(pod);
    boolean told = false;
    long seen = store.version();
    while (!nodes.place(pod, node)) {
      if (!told) {
        unschedulable(pod);
        told = true;
      }
      store.after(seen, 1000);
      seen = store.version();
      if (gone(pod) || store.closed()) {
        return "";
      }
    }
    return node;
  }

  private String wanted(Document pod) {
    String named = pod.at("spec", "nodeName").textOrEmpty();
    if (!named.isEmpty()) {
      return named;
    }
    String daemon = Controllers.daemonNode(pod);
    if (!daemon.isEmpty()) {
      return daemon;
    }
    List<Document> all = store.list(Resources.NODE, "");
    return pod.at("spec", "nodeSelector", "kubernetes.io/hostname")
        .text()
        .orElseGet(
            () ->
                all.get(ThreadLocalRandom.current().nextInt(all.size()))
                    .at("metadata", "name")
                    .textOrEmpty());
  }

  /// The words of the scheduler.
  private void unschedulable(Document pod) {
    int count = store.list(Resources.NODE, "").size();
    String message =
        "0/"
            + count
            + " nodes are available: 1 node(s) didn't have free ports for the requested pod ports, "
            + (count - 1)
            + " node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/"
            + count
            + " nodes are available: "
            + count
            + " Preemption is not helpful for scheduling.";
    event(pod, "Warning", "FailedScheduling", message);
    objects.status(
        Controllers.key(Resources.POD, pod),
        status ->
            status
                .with("Pending", "phase")
                .with(
                    List.of(
                        Map.of(
                            "type",
                            "PodScheduled",
                            "status",
                            "False",
                            "reason",
                            "Unschedulable",
                            "message",
                            message)),
                    "conditions"));
  }

  /// A pod waits for its volumes for ever; the claim's owner sees why in the events.
  private boolean mountable(Document pod) throws InterruptedException {
    String namespace = pod.at("metadata", "namespace").textOrEmpty();
    for (Document volume : pod.at("spec", "volumes").items()) {
      String claim = volume.at("persistentVolumeClaim", "claimName").textOrEmpty();
      long seen = store.version();
      while (!claim.isEmpty()
          && !store
              .get(Resources.CLAIM, namespace, claim)
              .orElse(Document.nothing())
              .at("status", "phase")
              .textOrEmpty()
              .equals("Bound")) {
        if (gone(pod) || store.closed()) {
          return false;
        }
        store.after(seen, 1000);
        seen = store.version();
      }
    }
    return true;
  }

  private boolean gone(Document pod) {
    return store
        .get(Controllers.key(Resources.POD, pod))
        .filter(each -> each.at("metadata", "uid").equals(pod.at("metadata", "uid")))
        .isEmpty();
  }

  /// @return whether there is nothing left to try
  private boolean attempt(Document created, String node) throws IOException, InterruptedException {
    Document pod = store.get(Controllers.key(Resources.POD, created)).orElse(Document.nothing());
    if (gone(created)) {
      return true;
    }
    List<Document> init = new ArrayList<>();
    List<Document> main = new ArrayList<>();
    boolean all = true;
    for (Document each : pod.at("spec", "initContainers").items()) {
      Map<String, Object> status = container(pod, each, node);
      boolean sidecar = each.at("restartPolicy").textOrEmpty().equals("Always");
      all &= status.containsKey("imageID");
      init.add(Document.of(sidecar ? status : finished(status)));
    }
    boolean once = !pod.at("spec", "restartPolicy").textOrEmpty().equals("Always");
    String address =
        pod.at("spec", "hostNetwork").isTrue()
            ? nodes.hostAddress(node)
            : nodes.address(node, 2 + addresses.incrementAndGet() % 250);
    Document placed = pod.with(address, "status", "podIP");
    for (Document each : pod.at("spec", "containers").items()) {
      Map<String, Object> status = container(pod, each, node);
      all &= status.containsKey("imageID");
      main.add(Document.of(once ? ended(placed, each, node, status) : status));
    }
    if (gone(created)) {
      return true;
    }
    boolean running = all;
    if (running) {
      workloads.start(pod);
    }
    report(pod, init, main, node, address, running, once);
    if (gone(created)) {
      workloads.stop(created.at("metadata", "uid").textOrEmpty());
    }
    return running;
  }

  private Map<String, Object> container(Document pod, Document container, String node)
      throws InterruptedException {
    String image = container.at("image").textOrEmpty();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("name", container.at("name"));
    status.put("image", image);
    status.put("restartCount", 0);
    status.put("ready", false);
    status.put("started", false);
    try {
      String id = imageId(pod, container, node, image);
      status.put("imageID", id);
      status.put(
          "containerID",
          "containerd://" + pod.at("metadata", "uid").textOrEmpty().replace("-", ""));
      status.put("ready", true);
      status.put("started", true);
      status.put("state", Map.of("running", Map.of("startedAt", Objects.now())));
      status.put("user", Map.of("linux", user(pod, container)));
    } catch (IOException e) {
      String message = "failed to pull and unpack image \"" + image + "\": " + e.getMessage();
      event(pod, "Warning", "Failed", "Failed to pull image \"" + image + "\": " + message);
      event(pod, "Warning", "Failed", "Error: ErrImagePull");
      status.put("state", Map.of("waiting", Map.of("reason", "ErrImagePull", "message", message)));
    }
    return status;
  }

  private String imageId(Document pod, Document container, String node, String image)
      throws IOException, InterruptedException {
    String policy = container.at("imagePullPolicy").textOrEmpty();
    String known = digests.get(node + " " + image);
    boolean here = known != null || present.contains(image);
    if (here && !policy.equals("Always")) {
      event(
          pod,
          "Normal",
          "Pulled",
          "Container image \""
              + image
              + "\" already present on machine and can be accessed by the pod");
      return known != null ? known : "sha256:" + digestOf(image);
    }
    if (policy.equals("Never")) {
      throw new IOException(
          "Container image \"" + image + "\" is not present with pull policy of Never");
    }
    event(pod, "Normal", "Pulling", "Pulling image \"" + image + "\"");
    long start = System.nanoTime();
    Images.Pulled pulled = images.pull(node, image);
    long millis = (System.nanoTime() - start) / 1_000_000;
    String id = image.split("@", 2)[0].replaceFirst(":[^:/]*$", "") + "@" + pulled.digest();
    digests.put(node + " " + image, id);
    event(
        pod,
        "Normal",
        "Pulled",
        "Successfully pulled image \""
            + image
            + "\" in "
            + millis
            + "ms ("
            + millis
            + "ms including waiting). Image size: "
            + pulled.size()
            + " bytes.");
    return id;
  }

  /// Images that every node has were never pushed anywhere: their id is made from the name.
  static String digestOf(String image) {
    try {
      byte[] hash =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(image.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return java.util.HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> user(Document pod, Document container) {
    int uid = id(pod, container, "runAsUser");
    int gid = id(pod, container, "runAsGroup");
    return Map.of("uid", uid, "gid", gid, "supplementalGroups", List.of(gid));
  }

  private static int id(Document pod, Document container, String field) {
    return container
        .at("securityContext", field)
        .integer()
        .or(() -> pod.at("spec", "securityContext", field).integer())
        .orElse(
            field.equals("runAsUser") && container.at("image").textOrEmpty().contains("hello")
                ? 1000L
                : 0L)
        .intValue();
  }

  /// A container that ran once leaves what it has to say in its termination message.
  private Map<String, Object> ended(
      Document pod, Document container, String node, Map<String, Object> status) {
    Map<String, Object> ended = finished(status);
    String message = new ShellOrders(nodes, pod, node).message(container);
    return message.isEmpty()
        ? ended
        : Document.of(ended).with(message, "state", "terminated", "message").map();
  }

  private static Map<String, Object> finished(Map<String, Object> status) {
    if (status.containsKey("imageID")) {
      status.put("ready", false);
      status.put("started", false);
      status.put(
          "state",
          Map.of(
              "terminated",
              Map.of(
                  "exitCode",
                  0,
                  "reason",
                  "Completed",
                  "startedAt",
                  Objects.now(),
                  "finishedAt",
                  Objects.now())));
    }
    return status;
  }

  private void report(
      Document pod,
      List<Document> init,
      List<Document> main,
      String node,
      String address,
      boolean running,
      boolean once) {
    boolean ready = running && !once;
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("phase", !running ? "Pending" : once ? "Succeeded" : "Running");
    status.put(
        "conditions",
        List.of(
            Controllers.condition("PodScheduled", true, ""),
            Controllers.condition("Initialized", true, ""),
            Controllers.condition("ContainersReady", ready, ready ? "" : "ContainersNotReady"),
            Controllers.condition("Ready", ready, ready ? "" : "ContainersNotReady")));
    status.put("hostIP", nodes.hostAddress(node));
    status.put("podIP", address);
    status.put("podIPs", List.of(Map.of("ip", address)));
    status.put("startTime", Objects.now());
    status.put("qosClass", "Burstable");
    if (!init.isEmpty()) {
      status.put("initContainerStatuses", init);
    }
    status.put("containerStatuses", main);
    if (!gone(pod)) {
      objects.status(Controllers.key(Resources.POD, pod), _ -> Document.of(status));
    }
  }

  private void event(Document pod, String type, String reason, String message) {
    String namespace = pod.at("metadata", "namespace").textOrEmpty();
    if (gone(pod)) {
      return;
    }
    String name =
        pod.at("metadata", "name").textOrEmpty()
            + "."
            + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("metadata", Map.of("name", name));
    event.put(
        "involvedObject",
        Map.of(
            "kind",
            "Pod",
            "apiVersion",
            "v1",
            "namespace",
            namespace,
            "name",
            pod.at("metadata", "name"),
            "uid",
            pod.at("metadata", "uid")));
    event.put("type", type);
    event.put("reason", reason);
    event.put("message", message);
    event.put("source", Map.of("component", "kubelet"));
    event.put("firstTimestamp", Objects.now());
    event.put("lastTimestamp", Objects.now());
    event.put("count", 1);
    objects.create(Resources.EVENT, namespace, Document.of(event), WRITE);
  }

  public void addImage(String image) {
    present.add(image);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
