package dev.mooring.desktop.terminal;

import dev.mooring.job.Progress;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Every option that changes what the stack consists of.
final class Choice {
  @Option(names = "--registry-image", paramLabel = "IMAGE")
  @Nullable String image;

  @Option(names = "--storage-size", paramLabel = "QUANTITY")
  @Nullable String storageSize;

  @Option(names = "--storage-class", paramLabel = "NAME")
  @Nullable String storageClass;

  @Option(names = "--archives", paramLabel = "QUANTITY")
  @Nullable String archives;

  @Option(names = "--node-port", paramLabel = "PORT", converter = Port.class)
  @Nullable Integer nodePort;

  @Option(names = "--entrance", paramLabel = "MODE")
  @Nullable String entrance;

  @Option(names = "--node-sources", split = ",", paramLabel = "CIDR")
  @Nullable List<String> nodeSources;

  @Option(names = "--protection", paramLabel = "PROTECTION")
  @Nullable String protection;

  @Option(names = "--plain")
  boolean plain;

  @Option(names = "--envoy-image", paramLabel = "IMAGE")
  @Nullable String envoyImage;

  @Option(names = "--image-registry", paramLabel = "HOST")
  @Nullable String imageRegistry;

  @Option(names = "--cluster-domain", paramLabel = "DOMAIN")
  @Nullable String clusterDomain;

  @Option(names = "--pull-through", paramLabel = "URL")
  @Nullable String pullThrough;

  @Option(names = "--pull-through-expiry", paramLabel = "AGE")
  @Nullable String expiry;

  @Mixin IngressChoice ingress = new IngressChoice();

  private static final String NO_EGRESS = "none";

  @Option(names = "--egress", split = ",", paramLabel = "HOST")
  @Nullable List<String> egress;

  /// A port that nobody chose is found on the nodes.
  Stack.Installation install(Stack stack, StackOptions options, Progress progress)
      throws InterruptedException {
    return nodePort == null
        ? stack.installOnFreePort(options, progress)
        : stack.install(options, progress);
  }

  /// The same, and verified.
  Stack.Proven installProven(
      Stack stack, StackOptions options, Progress progress, Consumer<Stack.Installation> standing)
      throws InterruptedException {
    return nodePort == null
        ? stack.installProvenOnFreePort(options, progress, standing)
        : stack.installProven(options, progress, standing);
  }

  /// What that would install, as far as it can be told without writing.
  StackOptions planned(Stack stack, StackOptions options) throws InterruptedException {
    return nodePort == null ? stack.onUnclaimedPort(options) : options;
  }

  /// What was chosen before stays, but for what is chosen now.
  StackOptions over(StackOptions base) {
    return base.withRegistryImage(image == null ? base.registryImage() : image)
        .withStorageSize(storageSize == null ? base.storageSize() : storageSize)
        .withStorageClass(storageClass == null ? base.storageClass() : storageClass)
        .withNodePort(nodePort == null ? base.nodePort() : nodePort)
        .withEntrance(entrance == null ? base.entrance() : EntranceMode.parse(entrance))
        .withNodeSources(nodeSources == null ? base.nodeSources() : nodeSources)
        .withImageRegistry(imageRegistry == null ? base.imageRegistry() : imageRegistry)
        .withClusterDomain(clusterDomain == null ? base.clusterDomain() : clusterDomain)
        .withEnvoyImage(envoyImage == null ? base.envoyImage() : envoyImage)
        .withAdditions(
            additions(base.additions()).withIngress(ingress.over(base.additions().ingress())))
        .withProtection(protection(base));
  }

  private Additions additions(Additions base) {
    Additions next = pullThrough == null ? base : base.withPullThrough(pullThrough);
    Additions kept = archives == null ? next : next.withArchives(archives);
    Additions aged = expiry == null ? kept : kept.withExpiry(expiry);
    return egress == null
        ? aged
        : aged.withEgress(egress.equals(List.of(NO_EGRESS)) ? List.of() : egress);
  }

  private Protection protection(StackOptions base) {
    Protection named = protection == null ? base.protection() : Protection.parse(protection);
    if (plain && protection != null && named != Protection.PLAIN) {
      throw Names.refused("--protection", named.word(), Messages.of("plain-or-protection"));
    }
    return plain ? Protection.PLAIN : named;
  }
}
