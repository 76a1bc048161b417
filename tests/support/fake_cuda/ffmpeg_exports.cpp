// What FFmpeg's loader wants to find in libcuda.so.1 and never calls for contexts, frames and copies: all of it refuses.
//
// Source   ffnvcodec/dynlink_loader.h 11.1, cuda_load_functions: a driver that lacks one of these is refused whole.
#include "gpu/driver.h"

using fotograma::gpu::cuda::Code;

namespace {
constexpr Code kNotSupported{801};
}

#define FOTOGRAMA_REFUSED(name) \
    extern "C" __attribute__((visibility("default"))) Code name() { return kNotSupported; }

extern "C" __attribute__((visibility("default"))) Code cuGetErrorString(Code, const char** text) {
    *text = "as the emulation was told";
    return Code::Success;
}

FOTOGRAMA_REFUSED(cuDeviceComputeCapability)
FOTOGRAMA_REFUSED(cuCtxCreate_v2)
FOTOGRAMA_REFUSED(cuCtxSetLimit)
FOTOGRAMA_REFUSED(cuCtxDestroy_v2)
FOTOGRAMA_REFUSED(cuCtxGetDevice)
FOTOGRAMA_REFUSED(cuDevicePrimaryCtxRelease)
FOTOGRAMA_REFUSED(cuDevicePrimaryCtxSetFlags)
FOTOGRAMA_REFUSED(cuDevicePrimaryCtxGetState)
FOTOGRAMA_REFUSED(cuDevicePrimaryCtxReset)
FOTOGRAMA_REFUSED(cuMemAllocPitch_v2)
FOTOGRAMA_REFUSED(cuMemAllocManaged)
FOTOGRAMA_REFUSED(cuMemcpy)
FOTOGRAMA_REFUSED(cuMemcpyAsync)
FOTOGRAMA_REFUSED(cuMemcpy2D_v2)
FOTOGRAMA_REFUSED(cuMemcpyHtoD_v2)
FOTOGRAMA_REFUSED(cuMemcpyDtoH_v2)
FOTOGRAMA_REFUSED(cuMemcpyDtoD_v2)
FOTOGRAMA_REFUSED(cuMemcpyDtoDAsync_v2)
FOTOGRAMA_REFUSED(cuStreamQuery)
FOTOGRAMA_REFUSED(cuStreamAddCallback)
FOTOGRAMA_REFUSED(cuLinkCreate)
FOTOGRAMA_REFUSED(cuLinkAddData)
FOTOGRAMA_REFUSED(cuLinkComplete)
FOTOGRAMA_REFUSED(cuLinkDestroy)
FOTOGRAMA_REFUSED(cuModuleGetGlobal)
FOTOGRAMA_REFUSED(cuTexObjectCreate)
FOTOGRAMA_REFUSED(cuTexObjectDestroy)
FOTOGRAMA_REFUSED(cuGLGetDevices_v2)
FOTOGRAMA_REFUSED(cuGraphicsGLRegisterImage)
FOTOGRAMA_REFUSED(cuGraphicsUnregisterResource)
FOTOGRAMA_REFUSED(cuGraphicsMapResources)
FOTOGRAMA_REFUSED(cuGraphicsUnmapResources)
FOTOGRAMA_REFUSED(cuGraphicsSubResourceGetMappedArray)
FOTOGRAMA_REFUSED(cuGraphicsResourceGetMappedPointer_v2)
FOTOGRAMA_REFUSED(cuArray3DCreate_v2)
FOTOGRAMA_REFUSED(cuArrayDestroy)
