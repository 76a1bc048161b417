"""The measures of the OpenCV peer: what Fotograma's luma, blur, colorfulness and phash tell, in the way people write it.

Of a BGR picture: mean, deviation, percentiles and black share of grey, variance of the Laplacian, colourfulness by
Hasler and Süsstrunk, 64-bit DCT hash.
"""

import cv2
import numpy as np


def measure(bgr):
    grey = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
    histogram = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel()
    share = np.cumsum(histogram) / grey.size
    percentiles = np.searchsorted(share, [0.01, 0.05, 0.5, 0.95, 0.99])
    mean, deviation = cv2.meanStdDev(grey)
    laplacian = cv2.Laplacian(grey, cv2.CV_16S).var()
    blue, green, red = cv2.split(bgr.astype(np.int16))
    rg = red - green
    yb = (red + green) / 2 - blue
    colour = np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean())
    small = cv2.dct(np.float32(cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA)))[:8, :8].ravel()
    bits = small[1:] > np.median(small[1:])
    return {
        "mean": float(mean[0, 0]), "deviation": float(deviation[0, 0]), "percentiles": percentiles.tolist(),
        "black": float(share[16]), "blur": float(laplacian), "colour": float(colour),
        "hash": int("".join("1" if bit else "0" for bit in bits), 2),
    }
