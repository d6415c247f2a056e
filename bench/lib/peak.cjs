// Preloaded into a measured process: writes its peak memory in KiB to the file that PEAK_FILE names.
// Must not know what the process does.

process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
});
