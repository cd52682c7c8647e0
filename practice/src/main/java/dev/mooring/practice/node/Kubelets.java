package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.practice.api.ApiFailure;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The nodes' kubelets: bring pods to life and report their state.
public final class Kubelets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Kubelets.class);
  private static final int ATTEMPTS = 8;

  private final Objects objects;
  private final Store store;
  private final Nodes nodes;
  private final Workloads workloads;
  private final PodEvents events;
  private final Scheduler scheduler;
  private final Containers containers;
  private final Set<String> started = ConcurrentHashMap.newKeySet();
  private final AtomicInteger addresses = new AtomicInteger(10);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kubelet-", 0).factory());

  public Kubelets(
      Objects objects, Nodes nodes, Images images, Workloads workloads, Set<String> present) {
    this.nodes = nodes;
    this.objects = objects;
    this.store = objects.store();
    this.workloads = workloads;
    events = new PodEvents(objects);
    scheduler = new Scheduler(objects, nodes, events);
    containers = new Containers(nodes, images, events, present);
  }

  /// One look at all pods.
  public void round() {
    List<Document> pods = store.list(Resources.POD, "");
    for (Document pod : pods) {
      if (started.add(Meta.uid(pod))) {
        threads.execute(() -> live(pod));
      }
      refuseDebugContainers(pod);
    }
    Set<String> alive = pods.stream().map(Meta::uid).collect(Collectors.toSet());
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
    List<Document> refused =
        wanted.stream()
            .map(each -> Map.of("name", each.at("name"), "image", each.at("image")))
            .map(each -> Document.of(each).with(0, "restartCount"))
            .map(
                each ->
                    Containers.waiting(
                        each, "CreateContainerError", "the practice cluster runs no processes"))
            .toList();
    objects.status(
        Store.Key.of(Resources.POD, pod),
        status -> status.with(refused, "ephemeralContainerStatuses"));
  }

  private void live(Document pod) {
    try {
      String node = scheduler.place(pod);
      if (node.isEmpty()) {
        return;
      }
      events.normal(pod, "Scheduled", "Successfully assigned to " + node);
      for (int attempt = 0; attempt < ATTEMPTS && !attempt(pod, node); attempt++) {
        Thread.sleep(Duration.ofSeconds(Math.min(30, 1L << attempt)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | ApiFailure e) {
      LOG.warn("A practice pod did not start", e);
    }
  }

  /// @return whether there is nothing left to try
  private boolean attempt(Document created, String node) throws IOException, InterruptedException {
    Document pod = store.get(Store.Key.of(Resources.POD, created)).orElse(Document.nothing());
    if (events.isGone(created)) {
      return true;
    }
    Document spec = pod.at("spec");
    boolean once = !spec.at("restartPolicy").textOrEmpty().equals("Always");
    String address =
        spec.at("hostNetwork").isTrue()
            ? nodes.hostAddress(node)
            : nodes.address(node, 2 + addresses.incrementAndGet() % 250);
    Document placed = pod.with(address, "status", "podIP");
    List<Document> init = new ArrayList<>();
    for (Document each : spec.at("initContainers").items()) {
      Document status = containers.status(pod, each, node);
      boolean sidecar = each.at("restartPolicy").textOrEmpty().equals("Always");
      init.add(sidecar ? status : Containers.finished(status));
    }
    List<Document> main = new ArrayList<>();
    for (Document each : spec.at("containers").items()) {
      Document status = containers.status(pod, each, node);
      main.add(once ? containers.ended(placed, each, node, status) : status);
    }
    if (events.isGone(created)) {
      return true;
    }
    boolean running = Stream.concat(init.stream(), main.stream()).allMatch(Containers::hasImage);
    if (running) {
      workloads.start(pod);
    }
    report(placed, init, main, node, running, once);
    if (events.isGone(created)) {
      workloads.stop(Meta.uid(created));
    }
    return running;
  }

  private void report(
      Document pod,
      List<Document> init,
      List<Document> main,
      String node,
      boolean running,
      boolean once) {
    boolean ready = running && !once;
    String reason = ready ? "" : "ContainersNotReady";
    Document address = pod.at("status", "podIP");
    Document status =
        Document.of(
                Map.of(
                    "phase",
                    !running ? "Pending" : once ? "Succeeded" : "Running",
                    "hostIP",
                    nodes.hostAddress(node),
                    "podIP",
                    address,
                    "podIPs",
                    List.of(Map.of("ip", address)),
                    "startTime",
                    Objects.now(),
                    "qosClass",
                    "Burstable",
                    "containerStatuses",
                    main))
            .with(
                List.of(
                    Pods.condition("PodScheduled", true, ""),
                    Pods.condition("Initialized", true, ""),
                    Pods.condition("ContainersReady", ready, reason),
                    Pods.condition("Ready", ready, reason)),
                "conditions");
    if (!events.isGone(pod)) {
      objects.status(
          Store.Key.of(Resources.POD, pod),
          _ -> init.isEmpty() ? status : status.with(init, "initContainerStatuses"));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
