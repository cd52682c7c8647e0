package dev.mooring.desktop.terminal;

import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Every option that changes what the stack consists of.
final class Choice {
  @Option(
      names = "--registry-image",
      paramLabel = "IMAGE",
      description =
          "The registry's image: another tag, a digest or a mirror. Default: the setting, which"
              + " starts as "
              + StackOptions.DEFAULT_IMAGE
              + ".")
  @Nullable String image;

  @Option(
      names = "--storage-size",
      paramLabel = "QUANTITY",
      description = "Size of the volume; 30Gi by default.")
  @Nullable String storageSize;

  @Option(
      names = "--storage-class",
      paramLabel = "NAME",
      description = "StorageClass of the volume; the cluster's default otherwise.")
  @Nullable String storageClass;

  @Option(
      names = "--node-port",
      paramLabel = "PORT",
      description = "Port on each node's loopback; 5000 by default.")
  @Nullable Integer nodePort;

  @Option(
      names = "--entrance",
      paramLabel = "MODE",
      description =
          "How laptops reach the registry: none (by port-forward only), node (port 9443 of the"
              + " nodes' addresses) or service (the cluster's load balancer); none by default.")
  @Nullable String entrance;

  @Option(
      names = "--node-sources",
      split = ",",
      paramLabel = "CIDR",
      description =
          "Source addresses that the nodes' entrance answers, several with commas; all by"
              + " default.")
  @Nullable List<String> nodeSources;

  /// What was chosen before stays, but for what is chosen now.
  StackOptions over(StackOptions base) {
    return base.withRegistryImage(image == null ? base.registryImage() : image)
        .withStorageSize(storageSize == null ? base.storageSize() : storageSize)
        .withStorageClass(storageClass == null ? base.storageClass() : storageClass)
        .withNodePort(nodePort == null ? base.nodePort() : nodePort)
        .withEntrance(entrance == null ? base.entrance() : EntranceMode.parse(entrance))
        .withNodeSources(nodeSources == null ? base.nodeSources() : nodeSources);
  }
}
