package dev.mooring.stack.config;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.StackOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is built where, and as whom.
///
/// @param registry the installed one
/// @param repository without a tag: "app/web"
/// @param account whom pods that build run as
/// @param allowed whether that account may push there already
public record BuildSetup(
    StackOptions registry, String repository, ServiceAccount account, boolean allowed) {
  private static final String EXAMPLE = "app/web";

  public BuildSetup {
    if (repository.endsWith("*")) {
      throw Names.refused("repository", repository, Messages.of("name-one-repository"));
    }
    Names.repositories(repository);
    Names.label("namespace", account.namespace());
    Names.label("account", account.name());
  }

  /// What fits the builders that are allowed: of those that may push to the repository, the one
  /// that
  /// is named, else the first; and a repository of the builder's where none is named.
  ///
  /// @param namespace where is built, where that is said
  /// @param account whom is built as, where that is said
  public static BuildSetup choose(
      StackOptions registry,
      List<Builder> builders,
      Optional<String> repository,
      Optional<String> namespace,
      Optional<String> account) {
    List<Builder> fitting =
        builders.stream()
            .filter(
                each -> namespace.isEmpty() || namespace.get().equals(each.account().namespace()))
            .filter(each -> account.isEmpty() || account.get().equals(each.account().name()))
            .sorted(Comparator.comparing(each -> !covers(each, repository)))
            .toList();
    Optional<Builder> first = fitting.stream().findFirst();
    ServiceAccount as =
        new ServiceAccount(
            namespace.or(() -> first.map(each -> each.account().namespace())).orElse("build"),
            account.or(() -> first.map(each -> each.account().name())).orElse("builder"));
    String chosen = repository.or(() -> first.flatMap(BuildSetup::example)).orElse(EXAMPLE);
    return new BuildSetup(
        registry, chosen, as, first.filter(each -> covers(each, Optional.of(chosen))).isPresent());
  }

  private static Optional<String> example(Builder builder) {
    return builder.repositories().stream()
        .findFirst()
        .map(
            each ->
                each.equals("*")
                    ? EXAMPLE
                    : each.endsWith("/*") ? each.substring(0, each.length() - 1) + "web" : each);
  }

  private static boolean covers(Builder builder, Optional<String> repository) {
    return repository.isEmpty()
        || builder.repositories().stream()
            .anyMatch(
                each ->
                    each.equals("*")
                        || each.equals(repository.get())
                        || (each.endsWith("/*")
                            && repository.get().startsWith(each.substring(0, each.length() - 1))));
  }

  /// Under which nodes and builders know the registry, and laptops that connect with that port.
  public String address() {
    return "localhost:" + registry.nodePort();
  }

  /// The name of the image, without a tag.
  public String image() {
    return address() + "/" + repository;
  }

  /// What a builder is usually allowed for the repository: "app/*".
  public String prefix() {
    int slash = repository.indexOf('/');
    return slash < 0 ? repository : repository.substring(0, slash) + "/*";
  }

  /// A name for objects that build it.
  public String name() {
    String plain = repository.replaceAll("[^a-z0-9]+", "-");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST).replaceAll("-+$", "") : plain;
  }

  /// Jobs add a few letters to it.
  private static final int LONGEST = 40;
}
