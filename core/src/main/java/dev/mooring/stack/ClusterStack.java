package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.remote.UpstreamLogin;
import dev.mooring.stack.collect.Unfinished;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.tunnel.Tunnels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The stack in a cluster.
///
/// Nothing is kept between calls but what [#overruling] and [#showing] add to a copy: each
/// call finds anew what stands, so that several Moorings and kubectl may work on one stack.
/// Blocks on the cluster; any thread. Writes are server-side applies as `mooring`, so a call
/// that was cut off is completed by the next one.
public final class ClusterStack implements Stack {
  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Function<RegistryPlace, RegistryForward> forwards;
  private final Set<String> overruled;
  private final Optional<UpstreamLogin> login;

  /// @param forwards a fresh one at each call; whoever asked closes it
  public ClusterStack(
      Cluster cluster, Tunnels tunnels, Function<RegistryPlace, RegistryForward> forwards) {
    this(cluster, tunnels, forwards, Set.of(), Optional.empty());
  }

  private ClusterStack(
      Cluster cluster,
      Tunnels tunnels,
      Function<RegistryPlace, RegistryForward> forwards,
      Set<String> overruled,
      Optional<UpstreamLogin> login) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.forwards = forwards;
    this.overruled = overruled;
    this.login = login;
  }

  @Override
  public Stack overruling(Set<String> checks) {
    return new ClusterStack(cluster, tunnels, forwards, Set.copyOf(checks), login);
  }

  @Override
  public Stack showing(UpstreamLogin next) {
    return new ClusterStack(cluster, tunnels, forwards, overruled, Optional.of(next));
  }

  @Override
  public List<Finding> examine(
      StackOptions options, ServiceAccount as, int localPort, Consumer<Finding> found)
      throws InterruptedException {
    return new Doctor(cluster, options, as, localPort, found).examine();
  }

  @Override
  public Optional<Finding> volume(StackOptions options) throws InterruptedException {
    return new VolumeCheck(cluster, options).glanced(tunnels);
  }

  @Override
  public StackStatus status(StackOptions options) throws InterruptedException {
    StackOptions there = inForce(options);
    StackStatus status = new Readiness(cluster, there).status();
    return status.installed()
        ? status
        : status.withOptions(there.withProtection(new SuitableProtection(cluster).find()));
  }

  @Override
  public Installation install(StackOptions options, Progress progress) throws InterruptedException {
    StackOptions checked = check(options, progress);
    return carryOut(checked, renewed(checked, progress), progress);
  }

  @Override
  public Installation installOnFreePort(StackOptions options, Progress progress)
      throws InterruptedException {
    if (settled(options)) {
      return install(options, progress);
    }
    NodePorts ports = new NodePorts(cluster, progress);
    StackOptions likely = check(ports.unclaimed(options), progress);
    Surroundings around = around(likely);
    Installer first = new Installer(cluster, likely, progress, login);
    Installation room =
        first.carryOut(
            first.tasks(around).stream()
                .filter(each -> each.object().kind().equals(Kind.NAMESPACE.kind()))
                .toList());
    return carryOut(ports.free(likely), around, progress).after(room);
  }

  @Override
  public StackOptions onUnclaimedPort(StackOptions options) throws InterruptedException {
    return settled(options) ? options : new NodePorts(cluster, Progress.none()).unclaimed(options);
  }

  private boolean settled(StackOptions options) throws InterruptedException {
    return options.isDefault() || new Recorded(cluster).options(options).isPresent();
  }

  private StackOptions check(StackOptions asked, Progress progress) throws InterruptedException {
    return new InstallCheck(cluster, overruled, login.isPresent()).demand(asked, progress);
  }

  private Installation carryOut(StackOptions options, Surroundings around, Progress progress)
      throws InterruptedException {
    Installer installer = new Installer(cluster, options, progress, login);
    Installation done = installer.carryOut(installer.tasks(around));
    new Readiness(cluster, options).await(progress);
    new Rehearsals(cluster, options).follow();
    new Egress(cluster, options).settle(progress);
    return done;
  }

  @Override
  public Proven installProven(
      StackOptions asked, Progress progress, Consumer<Installation> standing)
      throws InterruptedException {
    StackOptions options = check(asked, progress);
    Installer installer = new Installer(cluster, options, progress, login);
    Proven proven =
        new ProvenInstall(cluster, options, progress)
            .carryOut(
                installer,
                installer.tasks(renewed(options, progress)),
                done -> {
                  new Rehearsals(cluster, options).follow();
                  standing.accept(done);
                  return verify(options, progress);
                });
    new Egress(cluster, options).settle(progress);
    return proven;
  }

  @Override
  public Proven installProvenOnFreePort(
      StackOptions options, Progress progress, Consumer<Installation> standing)
      throws InterruptedException {
    if (settled(options)) {
      return installProven(options, progress, standing);
    }
    Installation done = installOnFreePort(options, progress);
    standing.accept(done);
    return new Proven(done, verify(done.options(), progress));
  }

  @Override
  public Drift drift(StackOptions options) throws InterruptedException {
    StackOptions there = inForce(options);
    return Drift.of(plan(there), new Recorded(cluster).sameVersion(there));
  }

  @Override
  public StackOptions inForce(StackOptions otherwise) throws InterruptedException {
    return new Recorded(cluster).inForce(otherwise);
  }

  @Override
  public List<StackOptions> installed(StackOptions otherwise) throws InterruptedException {
    return new InstalledRegistries(cluster).all(otherwise);
  }

  @Override
  public StackOptions locate(
      Optional<String> name, Optional<String> namespace, StackOptions otherwise)
      throws InterruptedException {
    return new InstalledRegistries(cluster).locate(name, namespace, otherwise);
  }

  @Override
  public StackOptions demand(
      Optional<String> name, Optional<String> namespace, StackOptions otherwise)
      throws InterruptedException {
    return new InstalledRegistries(cluster).demand(name, namespace, otherwise);
  }

  @Override
  public Plan plan(StackOptions asked) throws InterruptedException {
    StackOptions options = new Surveyor(cluster).complete(asked);
    Egress.demandPossible(options);
    new Recorded(cluster).demandNotNewer(options, Messages.of("cannot-install-the-registry"));
    List<Planner.Task> tasks =
        new Installer(cluster, options, Progress.none(), login).tasks(around(options));
    List<Finding> odd =
        Stream.of(
                options.protection() == Protection.MESH
                    ? new Claims(cluster, options).finding()
                    : new ProtectionCheck(options).finding())
            .filter(each -> each.level() != Finding.Level.OK)
            .collect(Collectors.toCollection(ArrayList::new));
    Caches.unencrypted(options).ifPresent(odd::add);
    return new Plan(tasks.stream().map(Planner.Task::step).toList(), odd);
  }

  @Override
  public List<KubeObject> render(StackOptions asked) throws InterruptedException {
    StackOptions options = new Surveyor(cluster).complete(asked);
    Egress.demandPossible(options);
    return new Rendering(options, around(options)).objects();
  }

  /// The same, with the certificate that is shown from now on.
  private Surroundings renewed(StackOptions options, Progress progress)
      throws InterruptedException {
    if (options.protection() == Protection.TOKENS) {
      new CertificateRotation(cluster, tunnels, options, progress).whenDue(Instant.now());
    }
    return around(options);
  }

  private Surroundings around(StackOptions options) throws InterruptedException {
    return new Site(cluster, options).look();
  }

  @Override
  public Verification verify(StackOptions options, Progress progress) throws InterruptedException {
    StackOptions there = inForce(options);
    StackStatus status = new Readiness(cluster, there).status();
    if (!status.installed()) {
      throw new Problem(
              Code.REGISTRY_MISSING,
              Messages.of("cannot-verify-the-registry"),
              Messages.of("there-is-no-registry-of-moorings", options.namespace()),
              new Remedy.Command(Messages.of("install-it-first"), "mooring install"))
          .raise();
    }
    new Unfinished(cluster, there).demandWrites(Messages.of("cannot-verify-the-registry"));
    return new Verifier(cluster, tunnels, forwards, there, progress).verify();
  }

  @Override
  public List<String> uninstall(StackOptions options, DataFate data, Progress progress)
      throws InterruptedException {
    return new Remover(cluster, inForce(options)).remove(data, progress);
  }

  @Override
  public Plan planUninstall(StackOptions options, DataFate data) throws InterruptedException {
    return new Remover(cluster, inForce(options)).planned(data);
  }

  @Override
  public List<Writer> writers(StackOptions options) throws InterruptedException {
    return new Writers(cluster, inForce(options)).list();
  }

  @Override
  public WriterRights addWriter(StackOptions options, Writer writer, String user)
      throws InterruptedException {
    return new Writers(cluster, inForce(options)).add(writer, user);
  }

  @Override
  public void removeWriter(StackOptions options, String name, String namespace)
      throws InterruptedException {
    new Writers(cluster, inForce(options)).remove(name, namespace);
  }

  @Override
  public void rehearse(StackOptions options, Rehearsed change) throws InterruptedException {
    StackOptions there = inForce(options);
    new Recorded(cluster).demandNotNewer(there, Messages.of("cannot-rehearse", change.words()));
    new Rehearsals(cluster, there).begin(change);
  }

  @Override
  public Optional<Rehearsal> rehearsal(StackOptions options) throws InterruptedException {
    return new Rehearsals(cluster, inForce(options)).look();
  }

  @Override
  public Rehearsed enforceRehearsal(StackOptions options) throws InterruptedException {
    return new Rehearsals(cluster, inForce(options)).enforce();
  }

  @Override
  public Rehearsed discardRehearsal(StackOptions options) throws InterruptedException {
    return new Rehearsals(cluster, inForce(options)).discard();
  }

  @Override
  public List<BuilderAccess> builders(StackOptions options) throws InterruptedException {
    return new Builders(cluster, inForce(options)).list();
  }

  @Override
  public BuilderAccess allowBuilder(StackOptions options, Builder builder)
      throws InterruptedException {
    return new Builders(cluster, inForce(options)).allow(builder);
  }

  @Override
  public void removeBuilder(StackOptions options, ServiceAccount account)
      throws InterruptedException {
    new Builders(cluster, inForce(options)).remove(account);
  }

  @Override
  public List<TokenRule> tokenRules(StackOptions options) throws InterruptedException {
    return new TokenRules(cluster, inForce(options)).list();
  }

  @Override
  public void allowToken(StackOptions options, TokenRule rule) throws InterruptedException {
    new TokenRules(cluster, inForce(options)).put(rule);
  }

  @Override
  public void removeToken(StackOptions options, String claim, String value)
      throws InterruptedException {
    new TokenRules(cluster, inForce(options)).remove(claim, value);
  }
}
