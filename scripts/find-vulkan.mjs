/**
 * Finds a Vulkan loader and driver for WebGPU in Node (the `webgpu` package). A machine with a GPU has both in the
 * usual places. Without one, Chromium brings a software driver (SwiftShader) and a loader in its own folder.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { findChromium } from './find-chromium.mjs';

const loader = 'libvulkan.so.1';

/** Folders in which the dynamic linker looks by itself. */
function libraryFolders() {
  const system = ['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/usr/local/lib'];
  const triplet = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch];
  if (triplet) system.push(`/lib/${triplet}`, `/usr/lib/${triplet}`);
  return [...(process.env.LD_LIBRARY_PATH ?? '').split(delimiter).filter(Boolean), ...system];
}

function hasSystemDriver() {
  if (process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES) return true;
  return ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d'].some(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json')),
  );
}

/** Folders in which a Chromium keeps its libraries, given its program (which may be a wrapper script elsewhere). */
function chromiumFolders(program) {
  return [dirname(realpathSync(program)), '/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome', '/opt/microsoft/msedge'];
}

/**
 * Environment variables that a new process needs so that Vulkan is found: `{}` where the system has all, or where
 * nothing helps (then `webgpu` reports that there is no adapter). They must be set before the process starts.
 */
export async function vulkanEnvironment() {
  if (process.platform !== 'linux') return {};
  const hasLoader = libraryFolders().some((folder) => existsSync(join(folder, loader)));
  if (hasLoader && hasSystemDriver()) return {};
  const chromium = await findChromium();
  if (!chromium) return {};
  const folders = chromiumFolders(chromium);
  const environment = {};
  if (!hasLoader) {
    const folder = folders.find((candidate) => existsSync(join(candidate, loader)));
    if (!folder) return {};
    environment.LD_LIBRARY_PATH = [process.env.LD_LIBRARY_PATH, folder].filter(Boolean).join(delimiter);
  }
  if (!hasSystemDriver()) {
    const driver = folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find((path) => existsSync(path));
    if (!driver) return {};
    environment.VK_ICD_FILENAMES = driver;
  }
  return environment;
}
