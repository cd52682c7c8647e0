package dev.mooring.practice;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.api.Access;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.pki.Authority;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A whole cluster inside this process: API server, two nodes, Istio's authority and sidecars, and
/// registries that keep blobs in files. Everything is reached over loopback sockets, by the code
/// that reaches a real cluster.
///
/// Its limits: no processes run in it. Known images are played by classes of this module, every
/// other pod is only said to run; nothing can be attached to or executed.
public final class PracticeCluster implements AutoCloseable {
  private final World world;

  private PracticeCluster(World world) {
    this.world = world;
  }

  /// Two nodes, Istio present, a default StorageClass.
  ///
  /// @throws java.io.UncheckedIOException when no loopback port or temporary file can be had
  public static PracticeCluster start() {
    return start(2);
  }

  /// The same with more nodes.
  ///
  /// @param nodes 1 to 26: `node-a`, `node-b` and so on
  public static PracticeCluster start(int nodes) {
    return new PracticeCluster(World.start(nodes, true));
  }

  /// A cluster where Istio was never installed.
  public static PracticeCluster startWithoutIstio() {
    return new PracticeCluster(World.start(2, false));
  }

  /// The kubeconfig's text; its one context is `practice`. It holds a token: keep it private.
  public String kubeconfig() {
    Map<String, String> values =
        Map.of(
            "$PORT", Integer.toString(world.port()),
            "$ROOT", Authority.bundle(world.apiRoot()),
            "$TOKEN", world.access().userToken());
    return Documents.yaml(Templates.read("kubeconfig", values).getFirst());
  }

  /// Writes the kubeconfig to `practice.kubeconfig` in a directory, readable by its owner only.
  public Path writeKubeconfig(Path directory) throws IOException {
    Path file = directory.resolve("practice.kubeconfig");
    Files.deleteIfExists(file);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.writeString(file, kubeconfig());
  }

  /// The API server takes connections but says nothing more, as a hung one does.
  public void freeze() {
    world.gate().shut();
  }

  public void thaw() {
    world.gate().open();
  }

  /// A program on a node, no pod, has a port of the node's loopback address.
  ///
  /// @param node such as `node-a`
  /// @param loopbackPort of this machine, that it is played by
  public void occupy(String node, int port, int loopbackPort) {
    world.nodes().occupy(node, port, loopbackPort);
  }

  /// What clients watch now, once for each watch: namespace and resource, such as "shop pods".
  public List<String> watches() {
    return world.watches();
  }

  /// Forgets old changes: watches that start before now get 410 Gone.
  public void compact() {
    world.store().compact();
  }

  /// Deletes a pod behind everybody's back; its owner makes another.
  public void killPod(String namespace, String name) {
    world.objects().delete(new Store.Key(Resources.POD, namespace, name), false, false);
  }

  /// From now on the user may not do this. A star matches everything.
  ///
  /// @param resource as RBAC names it: "pods", "pods/portforward"
  public void denyRights(String verb, String resource, String namespace) {
    access().deny(verb, resource, namespace);
  }

  public void allowEverything() {
    access().allowEverything();
  }

  /// The kubeconfigs written so far stop working: 401.
  public void expireToken() {
    access().expire();
  }

  /// Registries answer what is no registry's answer, or the right thing again.
  public void answerNonsense(boolean nonsense) {
    world.nonsense().set(nonsense);
  }

  /// Registries that collect garbage stay at it, or go on.
  public void holdCollections(boolean hold) {
    if (hold) {
      world.collections().shut();
    } else {
      world.collections().open();
    }
  }

  /// Runs a workload: the Deployment `hello` and its Service of the same name, port 80, which
  /// answer HTTP. Its pods are ready after a moment.
  public void runHello(String namespace) {
    world.seeds().hello(namespace);
  }

  /// Writes a small OCI archive, something to push.
  public static void writeSampleImage(Path archive) throws IOException {
    SampleImage.write(archive, "hello");
  }

  /// Connects as a process in a pod would that no sidecar captures: to another pod's address, a
  /// node's, its own `localhost`, or a Service's DNS name.
  ///
  /// @throws java.net.ConnectException where nothing listens for that pod
  public Socket dialFromPod(String namespace, String pod, String host, int port)
      throws IOException {
    return world.nodes().fromPod(pod(namespace, pod), host, port);
  }

  /// Connects as a node's own processes do, to a port of the node's loopback address.
  ///
  /// @throws java.net.ConnectException where no pod holds that port of the node
  public Socket dialFromNode(String node, int port) throws IOException {
    return world.nodes().onLoopback(node, port);
  }

  private Document pod(String namespace, String name) {
    return world
        .store()
        .get(Resources.POD, namespace, name)
        .orElseThrow(() -> new IllegalArgumentException("no pod " + namespace + "/" + name));
  }

  /// Where the API server listens on 127.0.0.1.
  public int port() {
    return world.port();
  }

  private Access access() {
    return world.access();
  }

  /// Ends every connection, joins every thread, removes every file. Closing again does nothing.
  @Override
  public void close() {
    world.close();
  }
}
