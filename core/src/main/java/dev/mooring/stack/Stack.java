package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.problem.Finding;
import dev.mooring.registry.remote.UpstreamLogin;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The registry stacks of one cluster, any number, one a namespace: look before, install, prove,
/// remove.
///
/// Every call may be interrupted at any point and run again to completion.
public interface Stack {

  /// Where verifications put the image that the nodes pull; nothing that a user pushed.
  String PROBE_REPOSITORY = "mooring-verify";

  /// Whether a repository is Mooring's own, such as what Verify pushes: of no interest to whoever
  /// looks for images.
  static boolean owns(String repository) {
    return repository.equals(PROBE_REPOSITORY) || repository.startsWith("mooring/");
  }

  /// Looks at the cluster and this machine without changing anything.
  ///
  /// @param as whom the user connects and pushes as
  /// @param localPort where this machine would offer the registry; 0 for any free port
  /// @param found told of each finding, in their order, as soon as it is known; called on the
  /// caller's thread
  List<Finding> examine(
      StackOptions options, ServiceAccount as, int localPort, Consumer<Finding> found)
      throws InterruptedException;

  /// The same as the account that install makes.
  default List<Finding> examine(StackOptions options, int localPort, Consumer<Finding> found)
      throws InterruptedException {
    return examine(options, options.firstWriter(), localPort, found);
  }

  /// The same, where these checks stop no install any more: who overrules one takes what comes.
  ///
  /// @param checks identifiers of findings: "port.nodes"
  Stack overruling(Set<String> checks);

  /// Whether [#overruling] has a blocker stop no install: a missing permission stays missing.
  static boolean canOverrule(Finding blocker) {
    return !blocker.id().startsWith("rights.");
  }

  /// Whether a finding stops an install: not a certificate that has expired, which that renews.
  static boolean stopsInstall(Finding finding) {
    return finding.level() == Finding.Level.BLOCKER && !finding.id().equals(CertificateCheck.ID);
  }

  /// The same, where a cache that is installed shows this login to the registry that it pulls from.
  /// It is kept in a Secret beside that cache and nowhere else; an install without one leaves what
  /// is there.
  Stack showing(UpstreamLogin login);

  /// What can be told of a registry's volume at any time: nothing is made for it, and
  /// nothing is said where this user may not look (`get` of the claim, `pods/exec` in the
  /// registry's namespace).
  Optional<Finding> volume(StackOptions options) throws InterruptedException;

  /// The options that the stack was installed with, as the cluster keeps them; `otherwise` where
  /// nothing is recorded or this user may not read it. Every call but [#examine], [#plan],
  /// [#render] and [#install] goes by them, whatever it is given.
  StackOptions inForce(StackOptions otherwise) throws InterruptedException;

  /// The registries of this cluster that Mooring installed, as the cluster keeps them; the default
  /// one first. Who may not look into every namespace sees the one where `otherwise` expects it.
  List<StackOptions> installed(StackOptions otherwise) throws InterruptedException;

  /// The registry that is meant: the installed one of that name, wherever it is, or the one in that
  /// namespace; where there is none, what Install would make of `otherwise`.
  ///
  /// @param name empty for the default one, or for whichever is in the namespace
  /// @param namespace empty for any
  StackOptions locate(Optional<String> name, Optional<String> namespace, StackOptions otherwise)
      throws InterruptedException;

  /// The same, where the registry has to be there. Where this user may not look for it, it is taken
  /// to be where Install puts it.
  ///
  /// @throws dev.mooring.problem.MooringException with the nearest name, where there is none such
  StackOptions demand(Optional<String> name, Optional<String> namespace, StackOptions otherwise)
      throws InterruptedException;

  StackStatus status(StackOptions options) throws InterruptedException;

  /// What [#install] would write, by the server's own dry run; nothing is changed.
  Plan plan(StackOptions options) throws InterruptedException;

  /// The objects that [#install] applies here, in an order in which they can be applied.
  List<KubeObject> render(StackOptions options) throws InterruptedException;

  /// In what the installed stack is not as its recorded options make it; nothing is changed.
  /// Repairing it is [#install] with the options in force.
  Drift drift(StackOptions options) throws InterruptedException;

  /// Carries out the plan and waits until registry and entrances are ready. Does not verify, and
  /// leaves what it did where it fails.
  Installation install(StackOptions options, Progress progress) throws InterruptedException;

  /// The same on the first port, from that of `options` on, that is free on every node: for a
  /// further registry that is not there yet. The default one, and one that is there, keep theirs.
  Installation installOnFreePort(StackOptions options, Progress progress)
      throws InterruptedException;

  /// What [#installOnFreePort] would install as far as it can be told without writing.
  StackOptions onUnclaimedPort(StackOptions options) throws InterruptedException;

  /// [#install], and verified. Where a registry stood, something was written, and the new one does
  /// not
  /// get ready or fails its verification, what was there before is put back and the failure says so
  /// (`INSTALL_ROLLED_BACK`). A first install is never undone: the failure, or the verification
  /// that
  /// did not pass, comes back with everything standing.
  ///
  /// @param standing told when all stands, before it is verified
  Proven installProven(StackOptions options, Progress progress, Consumer<Installation> standing)
      throws InterruptedException;

  /// The same on a port as [#installOnFreePort] chooses it.
  Proven installProvenOnFreePort(
      StackOptions options, Progress progress, Consumer<Installation> standing)
      throws InterruptedException;

  Verification verify(StackOptions options, Progress progress) throws InterruptedException;

  /// @return the objects removed, in words
  List<String> uninstall(StackOptions options, DataFate data, Progress progress)
      throws InterruptedException;

  /// What [#uninstall] would remove.
  Plan planUninstall(StackOptions options, DataFate data) throws InterruptedException;

  List<Writer> writers(StackOptions options) throws InterruptedException;

  /// Makes an identity a writer.
  ///
  /// @param user whom Kubernetes knows the person as
  /// @return what the person needs in Kubernetes to be it
  WriterRights addWriter(StackOptions options, Writer writer, String user)
      throws InterruptedException;

  void removeWriter(StackOptions options, String name, String namespace)
      throws InterruptedException;

  /// Tries a change of one rule about who can push, a writer's or a builder's: pushes go on, and
  /// those that it would refuse are noted by the registry's proxy. A registry tries one at a time.
  /// It is kept on the cluster alone, and lasts until it is enforced or discarded.
  ///
  /// @throws dev.mooring.problem.MooringException where the proxy would not only try it
  void rehearse(StackOptions options, Rehearsed change) throws InterruptedException;

  /// What is being tried, and whom it would have refused; nothing where there is none.
  Optional<Rehearsal> rehearsal(StackOptions options) throws InterruptedException;

  /// Puts the change in force that is being tried.
  Rehearsed enforceRehearsal(StackOptions options) throws InterruptedException;

  /// Leaves who can push as it is.
  Rehearsed discardRehearsal(StackOptions options) throws InterruptedException;

  /// Whose pods can push from inside the cluster.
  List<BuilderAccess> builders(StackOptions options) throws InterruptedException;

  /// Lets the pods of a ServiceAccount push under its own identity, to an address on their own
  /// loopback. All their other traffic stays as it is.
  BuilderAccess allowBuilder(StackOptions options, Builder builder) throws InterruptedException;

  /// Takes that back, and from each Sidecar exactly what was added to it.
  void removeBuilder(StackOptions options, ServiceAccount account) throws InterruptedException;

  /// What claims of a token open at the ingress.
  List<TokenRule> tokenRules(StackOptions options) throws InterruptedException;

  /// Adds a rule, or changes the one of its claim and value. It holds within seconds.
  void allowToken(StackOptions options, TokenRule rule) throws InterruptedException;

  void removeToken(StackOptions options, String claim, String value) throws InterruptedException;

  enum DataFate {
    KEEP,
    DELETE
  }

  /// @param verification may have failed where nothing was there to go back to
  record Proven(Installation installation, Verification verification) {}

  /// @param options what was installed
  record Installation(int created, int changed, int removed, int unchanged, StackOptions options) {
    public int written() {
      return created + changed + removed;
    }

    /// This and what was written before it, which this found there.
    Installation after(Installation first) {
      return new Installation(
          first.created + created,
          first.changed + changed,
          first.removed + removed,
          unchanged - first.written(),
          options);
    }
  }
}
