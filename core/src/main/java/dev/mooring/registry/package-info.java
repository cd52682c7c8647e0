/// What images are, where they live, and what can be done with a registry. Inner rooms do it; each
/// uses only those before it: zstd, gzip, tar, http, distribution, archive, program, transfer,
/// layer, tree, attached, packages, diff, backup, browse, client, remote.
@NullMarked
package dev.mooring.registry;

import org.jspecify.annotations.NullMarked;
