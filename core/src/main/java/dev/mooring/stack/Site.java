package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.DoorSurroundings;
import dev.mooring.stack.render.IngressSurroundings;
import dev.mooring.stack.render.Surroundings;
import java.time.Instant;

/// What a stack is rendered for: what the cluster has, and what has to stay of the stack as it
/// is, such as its certificates and rules.
record Site(Cluster cluster, StackOptions options) {

  Surroundings look() throws InterruptedException {
    Digests digests = new Digests(cluster, options);
    Surroundings around =
        new Surveyor(cluster).look().withImage(digests.resolve()).withIngress(ingress());
    boolean mesh = options.protection() == Protection.MESH;
    if (mesh && options.additions().ingress().isNone()) {
      return around;
    }
    DoorSurroundings door = around.door().withImage(digests.resolveEnvoy());
    return around.withDoor(
        options.protection() == Protection.TOKENS
            ? door.withCertificate(new DoorCertificates(cluster, options).wanted(Instant.now()))
                .withWriters(KeptWriters.of(cluster, options))
                .withRehearsed(new DoorWriters(cluster, options).rehearsed())
            : door);
  }

  private IngressSurroundings ingress() throws InterruptedException {
    IngressSurroundings usual = IngressSurroundings.usual();
    if (options.additions().ingress().isNone()) {
      return usual;
    }
    IngressSurroundings found = usual.withRules(new TokenRules(cluster, options).list());
    return options.ingressEndsTls()
        ? found.withCertificate(new IngressCertificates(cluster, options).wanted(Instant.now()))
        : found;
  }
}
